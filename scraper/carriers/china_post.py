"""China Post: no honest automatic way is known; the page opens in the buyer's own tab.

Times: as the page shows them to the buyer.
"""

from scraper.carriers._reading import reader
from scraper.carriers._source import Answer, Numbers, Source
from scraper.carriers._values import UnreadableError

KEY = "china_post"
WHY = "it wants characters to be clicked; often Cainiao, EMS or UPU know the same"


@reader(KEY)
def read(_body: str, _numbers: Numbers) -> Answer:
    """Nothing is read of what nobody asks for."""
    raise UnreadableError("it is looked at in your own tab, and not read")


SOURCE = Source(
    key=KEY,
    name="China Post",
    access="own_tab",
    hosts=frozenset({"www.ems.com.cn"}),
    numbers=r"[A-Z]{2}\d{9}CN",
    read=read,
    page="https://www.ems.com.cn/queryList?mailNum={number}",
    times="as the page shows them",
    called=r"china\s*post|中国邮政",
    why_own_tab=WHY,
)
