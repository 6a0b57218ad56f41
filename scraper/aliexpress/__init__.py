"""One module a page of AliExpress: what the page was given -> facts."""
