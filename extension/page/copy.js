// Runs in the shop page's own world before its scripts. Copies, as text, what the order APIs answer, and hands the copy
// to content/pass.js. The page must not notice: same values, same errors, no exception of ours.
// A Proxy keeps name, length, prototype and "[native code]" of what it stands for.
(() => {
  "use strict";
  const ORDER_API = /mtop\.(?:aliexpress\.trade\.buyer\.order\.(?:list|detail)|ae\.ld\.querydetail|aliexpress\.buyer\.reverse\.\w+)/i;
  const MOST_CHARACTERS = 6 * 1024 * 1024;
  const MOST_FORM_CHARACTERS = 2048;

  const dispatch = window.dispatchEvent.bind(window);
  const { CustomEvent } = window;
  const { stringify } = JSON;
  const { then } = Promise.prototype;

  /** @template T @param {() => T} work @returns {T | undefined} */
  const quietly = (work) => {
    try {
      return work();
    } catch {
      return undefined;
    }
  };

  /**
   * A form that was posted (few parameters only: which order was asked for) is kept as the query `data`.
   * @param {string} address @param {unknown} [form]
   */
  const hand = (address, body = "", form = undefined) => {
    if (!body || body.length > MOST_CHARACTERS) return;
    let url = address.startsWith("https:") ? address : new URL(address, document.baseURI).href;
    const asked = typeof form === "string" && form.length <= MOST_FORM_CHARACTERS && new URLSearchParams(form).get("data");
    if (asked && !/[?&]data=/.test(url)) url += `${url.includes("?") ? "&" : "?"}data=${encodeURIComponent(asked)}`;
    dispatch(new CustomEvent("orderwarden-copy", { detail: `${url}\n${body}` })); // a text crosses uncopied
  };

  /** @param {unknown} input */
  const addressOf = (input) =>
    typeof input === "string" ? input : input instanceof Request ? input.url : input instanceof URL ? input.href : "";

  window.fetch = new Proxy(window.fetch, {
    apply(fetch, self, args) {
      const answered = Reflect.apply(fetch, self, args);
      const address = quietly(() => addressOf(args[0])) ?? "";
      if (!ORDER_API.test(address)) return answered;
      return then.call(answered, (/** @type {Response} */ answer) => {
        quietly(() =>
          then.call(answer.clone().text(), (/** @type {string} */ body) => quietly(() => hand(address, body, args[1]?.body)), () => {}),
        );
        return answer;
      });
    },
  });

  /** @type {WeakMap<XMLHttpRequest, {address: string, form?: unknown}>} */
  const asked = new WeakMap();

  /** @this {XMLHttpRequest} */
  function loaded() {
    quietly(() => {
      const { address = "", form } = asked.get(this) ?? {};
      const { responseType: type, response } = this;
      if (type === "" || type === "text") hand(address, this.responseText, form);
      else if (type === "json") hand(address, stringify(response), form);
      else if (type === "arraybuffer") hand(address, new TextDecoder().decode(response), form);
    });
  }

  XMLHttpRequest.prototype.open = new Proxy(XMLHttpRequest.prototype.open, {
    apply(open, xhr, args) {
      const opened = Reflect.apply(open, xhr, args);
      quietly(() => {
        const address = addressOf(args[1]);
        if (ORDER_API.test(address)) asked.set(xhr, { address });
        else asked.delete(xhr);
      });
      return opened;
    },
  });

  XMLHttpRequest.prototype.send = new Proxy(XMLHttpRequest.prototype.send, {
    apply(send, xhr, args) {
      quietly(() => {
        const request = asked.get(xhr);
        if (!request) return;
        request.form = args[0];
        xhr.addEventListener("load", loaded, { once: true });
      });
      return Reflect.apply(send, xhr, args);
    },
  });

  const ours = new WeakSet();
  /**
   * JSONP: the page sets a global function, a script of the shop's API calls it with the answer.
   * @param {unknown} value
   */
  const watched = (value) => {
    if (typeof value !== "function" || ours.has(value)) return value;
    const callback = new Proxy(value, {
      apply(callback, self, args) {
        quietly(() => {
          const script = document.currentScript;
          const address = script instanceof HTMLScriptElement ? script.src : "";
          const api = String(args[0]?.api ?? "");
          if (ORDER_API.test(address)) hand(address, stringify(args[0]));
          else if (ORDER_API.test(api)) hand(`https://acs.aliexpress.com/h5/${api}/1.0/`, stringify(args[0]));
        });
        return Reflect.apply(callback, self, args);
      },
    });
    ours.add(callback);
    return callback;
  };

  /** @param {string} name */
  const watchCallback = (name) => {
    const there = Object.getOwnPropertyDescriptor(window, name);
    if (there?.get) return;
    if (there && !there.configurable) return void (/** @type {any} */ (window)[name] = watched(there.value)); // a declared function
    let callback = watched(there?.value);
    Object.defineProperty(window, name, {
      configurable: true,
      enumerable: true,
      get: () => callback,
      set(value) {
        callback = watched(value);
      },
    });
  };
  for (const name of ["__INIT_DATA_CALLBACK__", "mtopjsonp1", "mtopjsonp2"]) quietly(() => watchCallback(name));

  // Whatever name the shop gives its callback: the script that will call it gets its address before it runs.
  quietly(() => {
    const src = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(HTMLScriptElement.prototype, "src"));
    const set = new Proxy(/** @type {(value: string) => void} */ (src.set), {
      apply(set, script, args) {
        quietly(() => {
          const address = String(args[0]);
          const name = ORDER_API.test(address) && /[?&]callback=([\w$]+)/.exec(address)?.[1];
          if (name) watchCallback(name);
        });
        return Reflect.apply(set, script, args);
      },
    });
    Object.defineProperty(HTMLScriptElement.prototype, "src", { ...src, set });
  });
})();
