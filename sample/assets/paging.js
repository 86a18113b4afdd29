// 输出列表的翻页链接:count 页数,current 当前页(从 0 起),name 与 extension 为文件名。
function createPageHTML(count, current, name, extension) {
  for (var page = 0; page < count; page += 1) {
    var file = name + (page === 0 ? "" : "_" + page) + "." + extension;
    document.write('<a href="' + file + '"' + (page === current ? ' class="on"' : "") + ">" + (page + 1) + "</a>");
  }
}
