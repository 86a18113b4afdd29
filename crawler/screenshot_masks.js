// What a screenshot shows in writing, as spots that can be read and written: texts, the values of form fields, the words
// that stand for a missing picture; also those of shadow trees. Pictures are blurred and pseudo-elements with numbers
// hidden on the way. `joined` says that the text goes on where the one before it ended, within one line of writing.
// `changed` counts what was newly blurred or hidden. Returns null where there is more than can be masked.
() => {
  const MAX_SPOTS = 100000;
  const PICTURES = 'img,canvas,video,object,embed,svg,image,input[type=image]';
  const spots = [];
  let changed = 0;
  let joined = false;
  let link = null;

  const boxOf = element => {
    const box = element.getBoundingClientRect();
    return {width: box.width, height: box.height, top: box.top + scrollY};
  };
  // Signs and lines are too small to be read from; the banner at the top says whose page it is.
  const harmless = ({width, height, top}) =>
    (width <= 48 && height <= 48) || Math.min(width, height) <= 8 || (top < 200 && width >= 400 && height <= 200);
  const blur = element => {
    if (element.style.filter.includes('blur')) return;
    changed += 1;
    const {width, height} = boxOf(element);
    const strength = Math.max(8, Math.min(width, height) / 25);
    element.style.setProperty('filter', `blur(${strength}px)`, 'important');
  };

  const shownPicture = (element, style) => {
    if (element.localName === 'img' && element.complete && !element.naturalWidth) return false;
    if (element.matches(PICTURES)) return true;
    return style.backgroundImage.includes('url(') && !element.textContent.trim();
  };
  const shownFrame = element =>
    element.matches('iframe,frame') && (element.hasAttribute('srcdoc') || !/^https?:/.test(element.src));

  const parts = new Map([['::before', 'wangcha-hide-before'], ['::after', 'wangcha-hide-after']]);
  const hiddenParts = [...parts].map(([part, name]) => `[${name}]${part}{visibility:hidden!important}`).join('');
  const addStyle = root => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(hiddenParts);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  };
  const hideParts = element => {
    for (const [part, name] of parts) {
      const {content} = getComputedStyle(element, part);
      if (/\d\D{0,2}\d\D{0,2}\d|[@＠]/.test(content) || content.includes('attr(')) {
        changed += element.hasAttribute(name) ? 0 : 1;
        element.setAttribute(name, '');
      }
    }
  };

  const add = (text, write) => {
    if (text) spots.push({text, joined, write});
  };
  const field = (element, name) => {
    joined = false;
    add(String(element[name] ?? ''), text => { element[name] = text; });
    joined = false;
  };
  const flows = style => /^(inline|contents|ruby)/.test(style.display) || style.float !== 'none';

  const walk = node => {
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (spots.length > MAX_SPOTS) return;
      if (child.nodeType === Node.TEXT_NODE) {
        const text = child;
        const around = text.parentElement?.closest('a') ?? null;
        if (around && link && around !== link) joined = false;
        add(text.data, written => { text.data = written; });
        if (around) link = around;
        joined = true;
      } else if (child.nodeType === Node.ELEMENT_NODE && !/^(script|style|noscript|template)$/.test(child.localName)) {
        look(child);
      }
    }
  };
  const look = element => {
    const style = getComputedStyle(element);
    const within = flows(style) && element.localName !== 'br';
    if (!within) joined = false;
    if (shownFrame(element) || (shownPicture(element, style) && !harmless(boxOf(element)))) blur(element);
    hideParts(element);
    if (element.matches('input,textarea,button')) ['value', 'placeholder'].forEach(name => field(element, name));
    if (element.matches('option,optgroup') && element.hasAttribute('label')) field(element, 'label');
    if (element.matches('img,area,input[type=image]')) field(element, 'alt');
    const shadow = element.shadowRoot ?? element.wangchaShadow;
    if (shadow) {
      addStyle(shadow);
      walk(shadow);
    }
    walk(element);
    if (!within) joined = false;
  };

  addStyle(document);
  look(document.body ?? document.documentElement);
  return spots.length > MAX_SPOTS ? null : {spots, changed};
}
