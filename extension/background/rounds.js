// The alarm that brings a round with the server, also where the server says nothing.

export const ALARM = "sync";
const EVERY_MINUTES = 0.5;

/** Alarms may be lost when the browser restarts or is updated, and one that was set while the clock was ahead would ring only when that time comes. */
export async function keepRounds() {
  const alarm = await chrome.alarms.get(ALARM);
  const soon = alarm !== undefined && alarm.scheduledTime - Date.now() <= 2 * EVERY_MINUTES * 60_000; // some browsers know no half minutes
  if (!soon) await chrome.alarms.create(ALARM, { periodInMinutes: EVERY_MINUTES, delayInMinutes: EVERY_MINUTES });
}
