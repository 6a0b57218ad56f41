/* Draws the tracking page; like the real one its class names are hashed. */
(async function () {
  "use strict";
  const { make, root, ok, failed, parameter } = window.shop;
  const name = (part) => "logistic-info-v2--" + part + "--X0fPzen";

  function parcel(line) {
    return make("div", { className: "panel" },
      make("div", { className: name("carrier") }, make("span", { className: name("carrierTitle") }, "Carrier: "), make("span", { className: name("carrierValue") }, line.logisticsCpInfo.cpName)),
      make("div", { className: name("mailNo") }, "Tracking number: ", make("span", { className: name("mailNoValue") }, line.mailNo)),
      line.etaInfo ? make("div", { className: "arrival-time-v2--title--X0fPzen" }, "Delivery: " + line.etaInfo.etaTimeText) : null,
      make("div", { className: name("track"), style: "margin-top:14px" }, ...line.detailList.map((node) => make("div", { className: "node " + name("node") },
        make("div", { className: name("nodeTitle") }, node.trackingName), make("div", { className: name("nodeDesc") }, node.detailedLocation || ""), make("div", { className: "node-time " + name("nodeTime") }, node.timeText)))));
  }

  const answer = await window.lib.mtop.request({ api: "mtop.ae.ld.querydetail", v: "1.0", data: { tradeOrderId: parameter("tradeOrderId"), terminalType: "PC", needPageDisplayInfo: true, timeZone: "GMT+01:00", _lang: "en_US" }, type: "GET", dataType: "jsonp" });
  if (!ok(answer)) return failed(answer);
  const draw = () => root().replaceChildren(make("h1", {}, "Track status"), ...answer.data.module.trackingDetailLineList.map(parcel));
  window.shop.redraw = draw;
  draw();
  return undefined;
})();
