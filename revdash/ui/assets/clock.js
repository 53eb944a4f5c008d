// Clocks that run in business time: they tick while their calendar is open, and stand still else.

const began = { now: "", at: 0 };

// Keep *place* saying how long *one* has until it is due, as long as it stands on the page.
export function clocked(place, one, { now, hours, zone }) {
  if (began.now !== now) Object.assign(began, { now, at: performance.now() });
  const open = (hours[one.calendar] ?? []).map(([from, to]) => [Date.parse(from), Date.parse(to)]);
  const due = Date.parse(one.due_at);
  const say = () => {
    const moment = Date.parse(now) + performance.now() - began.at;
    const left = between(open, moment, due);
    const runs = open.some(([from, to]) => from <= moment && moment < to);
    place.textContent = moment >= due ? "late now" : spoken(left);
    place.classList.toggle("rd-missed", moment >= due);
    if (moment < due && !runs) place.dataset.still = `clock starts ${starts(open, moment, zone)}`;
    else delete place.dataset.still;
  };
  say();
  const ticking = setInterval(() => (place.isConnected ? say() : clearInterval(ticking)), 1000);
}

function between(open, from, to) {
  return open.reduce((sum, [start, end]) => sum + Math.max(0, Math.min(end, to) - Math.max(start, from)), 0);
}

function starts(open, moment, zone) {
  const next = open.find(([from]) => from > moment);
  if (!next) return "later";
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit" }).format(next[0]).replace(",", "");
}

function spoken(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  const two = (number) => String(number).padStart(2, "0");
  const [hour, minute, second] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hour ? `${hour} h ${two(minute)} m ${two(second)} s` : `${minute} m ${two(second)} s`;
}
