// What the scenes of all clients share.
export const RED_DOT =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";
export const TROUBLES = ["invalid", "missing", "rate", "internal", "overloaded"];
export const WEATHER = {
  type: "object",
  properties: { city: { type: "string" }, days: { type: "integer" } },
  required: ["city", "days"],
  additionalProperties: false,
};
export const NOTHING = { type: "object", properties: {} };

// What the application's tools return.
export function returned(name, input) {
  return name === "get_time" ? "noon" : "sunny in " + input.city;
}

// Plays every scene at each gateway, and tells `print` what the application sees of it. `make(url, key)` gives the
// scenes of a client, functions by name; a scene that it does not have is null. What each trouble looks like is in
// `failure(error)`; `failing(line, streamed)` and `denied()` are calls that fail.
export async function play(gateways, make, failure, print) {
  for (const { provider, url, key } of gateways) {
    const { failing, denied, ...scenes } = make(url, key);
    scenes.errors = async () => {
      const seen = {};
      const note = async (name, call) => {
        try {
          seen[name] = { answered: await call() };
        } catch (error) {
          seen[name] = failure(error);
        }
      };
      for (const trouble of TROUBLES) await note(trouble, () => failing(`Play error ${trouble}.`, false));
      for (const trouble of ["overloaded", "broken", "cut"]) {
        await note("stream " + trouble, () => failing(`Play error ${trouble}.`, true));
      }
      await note("key", denied);
      return seen;
    };
    for (const [scene, run] of Object.entries(scenes)) {
      let line;
      try {
        line = run === null ? { none: true } : { saw: await run() };
      } catch (error) {
        line = { threw: `${error.constructor.name}: ${error.message}` };
      }
      print({ provider, scene, ...line });
    }
  }
}
