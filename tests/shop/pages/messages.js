/* Draws a conversation with a seller: its order in the address, or on a card above what is said of it. */
(function () {
  "use strict";
  const ask = new URLSearchParams(location.search);
  const root = document.getElementById("root");

  function make(className, ...children) {
    const made = document.createElement("div");
    made.className = className;
    made.append(...children);
    return made;
  }

  function say(text, own) {
    root.append(make("im-message-item" + (own ? " im-message-item--self" : ""), make("im-message-time", "Nov 24, 10:12"), make("im-message-text", text)));
  }

  function card(orderId) {
    const link = document.createElement("a");
    link.href = "https://www.aliexpress.com/p/order/detail.html?orderId=" + orderId;
    link.textContent = "Order " + orderId;
    root.append(make("im-order-card", link));
  }

  window.conversation = { say, card };
  if (ask.get("card")) card(ask.get("card"));
  say("Hello, my parcel has not moved for three weeks. What now?", true);
  say("Dear friend, thank you for your order. Please cancel the dispute first and I will refund you. Have a nice day!");
  say("The parcel is on the way to your country.");
  say("Should I cancel the dispute? I would rather not.", true);
})();
