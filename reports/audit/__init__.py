"""Documents of a cross-check round (交叉互查): the checkers' packs, the bulletin and the table of all answers."""
