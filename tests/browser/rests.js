// Tells whether a page is at rest: all that it asked of the server is answered, every chart is
// drawn, nothing fades or slides, and so it has been for a moment. It listens to what goes over the
// wire, for what the page says of itself ("running") comes later than a click, and later than the
// first answer to it.
(() => {
  const RUN = 11; // of Streamlit's BackMsg: run the script
  const BY_ITSELF = 6; // of the ClientState in it: no person asked, and nobody waits
  const UPLOAD = 16; // of BackMsg: give a file a place
  const BEGUN = 4; // of its ForwardMsg: a run begins
  const ENDED = 6; // a run ends, so or so
  const ANOTHER = 2; // it ended early, for another that begins at once
  const MOMENT = 100; // milliseconds; a box tells its choice, and a run is drawn, within some ten
  const FRAMES = 3;
  let isAwaited = false;
  let isRunning = false;
  let looking; // who looks, since when it is at rest under their eyes, and for how many frames
  let since;
  let frames;

  // The outer fields of a message in Protocol Buffers, by number.
  function fields(message) {
    const bytes = ArrayBuffer.isView(message) ? message : new Uint8Array(message);
    const found = new Map();
    let at = 0;
    const number = () => {
      let value = 0;
      for (let place = 1; ; place *= 128) {
        value += (bytes[at] & 127) * place;
        if (bytes[at++] < 128) return value;
      }
    };
    while (at < bytes.length) {
      const tag = number();
      const kind = tag % 8;
      const value = kind === 1 ? 8 : kind === 5 ? 4 : number();
      found.set(Math.floor(tag / 8), kind === 2 ? bytes.subarray(at, at + value) : value);
      if (kind !== 0) at += value;
    }
    return found;
  }

  function hear(told) {
    if (told.has(BEGUN)) isAwaited = false;
    if (told.has(BEGUN)) isRunning = true;
    if (told.has(ENDED) && told.get(ENDED) !== ANOTHER) isRunning = false;
  }

  globalThis.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => hear(fields(data)));
    }

    send(message) {
      const told = fields(message);
      const isAsked = told.has(RUN) && !fields(told.get(RUN)).get(BY_ITSELF);
      isAwaited ||= isAsked || told.has(UPLOAD);
      super.send(message);
    }
  };

  function moves(animation) {
    return animation.playState === "running" && animation.effect?.getComputedTiming().endTime !== Infinity;
  }

  globalThis.rests = (who) => {
    const isIdle = !isAwaited && !isRunning && document.querySelector("[data-test-script-state=notRunning]");
    const plots = [...document.querySelectorAll(".rd-plot:not([hidden])")];
    const isDrawn = plots.every((plot) => plot.querySelector(".main-svg"));
    const isStill = isIdle && isDrawn && !document.getAnimations().some(moves);
    if (!isStill || who !== looking) [looking, since, frames] = [who, performance.now(), 0];
    return isStill && ++frames > FRAMES && performance.now() - since > MOMENT;
  };
})();
