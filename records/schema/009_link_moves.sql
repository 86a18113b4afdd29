-- Where the site's own addresses led, that were forwarded to a page under another address, when they opened last.

CREATE TABLE link_moves (
    site TEXT NOT NULL,
    url TEXT NOT NULL,
    led_to TEXT NOT NULL,
    PRIMARY KEY (site, url)
) WITHOUT ROWID;
CREATE INDEX link_moves_led_to ON link_moves(site, led_to);
