'use strict';

const RealDate = Date;
const realNow = Date.now;
let offsetMs = 0;
let standsAtMs;

const now = () => standsAtMs ?? realNow() + offsetMs;

/** Makes `Date` of this process tell the virtual time; timers stay real. */
function installVirtualDate() {
  const VirtualDate = new Proxy(RealDate, {
    construct(target, values, newTarget) {
      const derived = newTarget === VirtualDate ? target : newTarget;
      return Reflect.construct(target, values.length === 0 ? [now()] : values, derived);
    },
    apply: () => new RealDate(now()).toString(),
  });
  RealDate.now = now;
  RealDate.prototype.constructor = VirtualDate;
  globalThis.Date = VirtualDate;
}

/** `standsAtMs` is given while the clock stands still, otherwise time runs on with the offset. */
function setVirtualTime(time) {
  offsetMs = time.offsetMs;
  standsAtMs = time.standsAtMs;
}

module.exports = { installVirtualDate, realNow, setVirtualTime };
