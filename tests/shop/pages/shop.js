/* The stand-in shop's own page code: its signed client (window.lib.mtop), and what draws the pages from the answers.
   Like the real pages it renders everything in the browser, after the JSON has come. */
(function () {
  "use strict";
  const API = "https://acs.aliexpress.com/h5/";
  let calls = 0;

  function address(api, more) {
    const query = new URLSearchParams({ jsv: "2.5.1", appKey: "12474578", t: String(Date.now()), sign: "0".repeat(32), api, v: "1.0", ...more });
    return API + api + "/1.0/?" + query;
  }

  function byScript(api, data, callback) {
    return new Promise((resolve, reject) => {
      const name = callback || "mtopjsonp" + ++calls;
      const script = document.createElement("script");
      script.src = address(api, { type: "jsonp", dataType: "jsonp", callback: name, data: JSON.stringify(data) });
      if (!callback) window[name] = (answer) => { window[name] = undefined; delete window[name]; resolve(answer); };
      script.onerror = () => reject(new Error("network"));
      script.onload = () => script.remove();
      document.head.appendChild(script);
    });
  }

  function byXhr(api, data) {
    return new Promise((resolve, reject) => {
      const xhr = new XMLHttpRequest();
      xhr.open("POST", address(api, { type: "originaljson" }));
      xhr.withCredentials = true;
      xhr.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
      xhr.onload = () => { try { resolve(JSON.parse(xhr.responseText)); } catch (error) { reject(error); } };
      xhr.onerror = () => reject(new Error("network"));
      xhr.send("data=" + encodeURIComponent(JSON.stringify(data)));
    });
  }

  async function byFetch(api, data) {
    const body = new URLSearchParams({ data: JSON.stringify(data) });
    const answer = await fetch(address(api, { type: "originaljson" }), { method: "POST", body, credentials: "include" });
    return answer.json();
  }

  window.lib = window.lib || {};
  window.lib.mtop = {
    /** The page's own client, as page code and scripts in the page's world use it. */
    request(asked) {
      const post = String(asked.type || "GET").toUpperCase() === "POST";
      const data = typeof asked.data === "string" ? JSON.parse(asked.data) : asked.data;
      return post ? (asked.transport === "fetch" ? byFetch : byXhr)(asked.api, data) : byScript(asked.api, data);
    },
  };

  function make(tag, properties, ...children) {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(properties || {})) {
      if (key === "data-pl" || key === "title" || key === "style" || key === "href") node.setAttribute(key, value);
      else node[key] = value;
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  }

  const root = () => document.getElementById("root");
  const ok = (answer) => {
    window.shop.answeredAt = Date.now();
    return answer && answer.ret && String(answer.ret[0]).startsWith("SUCCESS");
  };
  const failed = (answer) => root().replaceChildren(make("p", { className: "note" }, "Something went wrong: " + ((answer && answer.ret) || ["no answer"])[0]));
  const parameter = (name) => new URLSearchParams(location.search).get(name);
  const byTag = (answer) => Object.fromEntries(Object.values(answer.data.data).map((part) => [part.tag, part.fields]));

  window.shop = { make, root, ok, failed, parameter, byTag, byScript, address };
})();
