"""China Post: no honest automatic way is known; the page opens in the buyer's own tab.

Times: as the page shows them to the buyer.
"""

from scraper.carriers._reading import read_by_nobody
from scraper.carriers._source import Source

KEY = "china_post"

SOURCE = Source(
    key=KEY,
    name="China Post",
    access="own_tab",
    hosts=frozenset({"www.ems.com.cn"}),
    numbers=r"[A-Z]{2}\d{9}CN",
    read=read_by_nobody(KEY),
    page="https://www.ems.com.cn/queryList?mailNum={number}",
    times="as the page shows them",
    called=r"china\s*post|中国邮政",
    why_own_tab="it wants characters to be clicked; often Cainiao, EMS or UPU know the same",
)
