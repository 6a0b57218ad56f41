"""A stand-in AliExpress and Cainiao: the pages' addresses, DOM and JSON in their real shape, orders invented.

`orders` says what was bought; `answers` and `cainiao` put that into the sites' own JSON; `app` serves it over
HTTP; `browser` lets a Chromium reach it as https://www.aliexpress.com.
"""
