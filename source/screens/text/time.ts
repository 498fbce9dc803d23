/** A time in milliseconds since the epoch as `20:00:00`, in the time zone of this machine. */
export function clockTime(at: number): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
}

/** A time in milliseconds since the epoch as `2026-11-21 20:00:00`, in the time zone of this machine. */
export function dateTime(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())} ${clockTime(at)}`;
}

/** Milliseconds as `8 s`, `3 min`, `5 h` or `12 d`. A negative value, after the clock was set back, becomes `0 s`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');
