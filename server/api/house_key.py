"""The one key under which handlers find the house that they serve."""

from aiohttp import web

from server.house import House

HOUSE = web.AppKey("house", House)
