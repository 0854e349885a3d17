// What ical.js, which Thunderbird uses, reads in calendars.
// node calendars.js < [text]  → for each calendar, its name and [uid, summary, first day, status, description] of its events
const fs = require("fs");
const path = require("path");

const modules = path.join(__dirname, "..", "..", ".venv", "tools", "node_modules");
const ICAL = require(path.join(modules, "ical.js", "dist", "ical.es5.cjs"));

ICAL.design.icalendar.property.name = { defaultType: "text" }; // RFC 7986, section 5.1
const read = text => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents("vevent").map(component => {
    const event = new ICAL.Event(component);
    if (!event.startDate.isDate || event.duration.toSeconds() !== 86400) throw new Error("not a whole day");
    return [event.uid, event.summary, event.startDate.toString(), component.getFirstPropertyValue("status"),
      event.description || ""];
  });
  return [calendar.getFirstPropertyValue("name"), events];
};
console.log(JSON.stringify(JSON.parse(fs.readFileSync(0, "utf8")).map(read)));
