import { button } from "../../shared/fields";
import type { NamedFile } from "../../shared/files/dropped";
import { dropZone } from "../../shared/files/drop_zone";
import { make, setText } from "../../shared/dom";
import { PICTURES } from "../../shared/trying/pictures";
import type { Words } from "../words";

/** A place to drop a picture on a run's page. What is said of it stands in a notebook beside. */
export function tryCard(words: Words, tried: (files: NamedFile[]) => void): HTMLElement {
  const problem = make("p", { class: "ir-error", attributes: { role: "alert" } });
  const zone = dropZone({
    testId: "run-drop",
    hint: words.__("Try it: drop a picture here, or"),
    choosers: [
      { testId: "run-choose", text: words.__("Choose a picture …"), accept: PICTURES },
    ],
    dropped: (files) => {
      if (files.length > 0) tried(files);
    },
    failed: (said) => setText(problem, said),
  });
  zone.append(button("run-try", words.__("Open Try it"), () => tried([])));
  return make("section", { attributes: { "aria-label": words.__("Try it") } }, [zone, problem]);
}
