import { Widget } from "@lumino/widgets";
import { make, setText } from "../shared/dom";
import { plural } from "../shared/format";
import type { Feed } from "./feed";
import { moveByKeys } from "./keys";
import type { Course, Lesson } from "./server";

/** "2 of 4 exercises solved". */
function solvedText({ solved, exercises }: Lesson): string {
  return exercises === 0 ? "to read" : `${solved} of ${plural(exercises, "exercise")} solved`;
}

/** One square for each exercise, filled when it is solved. */
function squares({ solved, exercises }: Lesson): HTMLElement {
  const node = make("span", { class: "ir-lab-squares", attributes: { "aria-hidden": "true" } });
  for (let number = 0; number < exercises; number++) {
    node.append(make("span", { class: number < solved ? "ir-lab-square ir-lab-solved" : "ir-lab-square" }));
  }
  return node;
}

/** The section "Course": the lessons, and how many exercises of each are solved. */
export class CourseView extends Widget {
  private readonly list = make("ul", { class: "ir-lab-list", attributes: { role: "list", "aria-label": "Lessons" } });
  private readonly note = make("p", { class: "ir-lab-summary" });

  constructor(
    feed: Feed,
    private readonly open: (lesson: string) => void,
  ) {
    super();
    this.addClass("ir-lab-section");
    this.title.label = "Course";
    this.node.append(this.note, this.list);
    moveByKeys(this.list, ".ir-lab-lesson-open");
    feed.courseChanged.connect((_, course) => this.render(course));
    if (feed.course !== null) this.render(feed.course);
  }

  private render(course: Course): void {
    if ("error" in course) {
      setText(this.note, course.error);
      return;
    }
    const focused = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>("[data-lesson]")?.dataset.lesson;
    this.list.replaceChildren(...course.lessons.map((lesson) => this.item(lesson, lesson.lesson === course.next)));
    if (focused !== undefined) {
      this.list.querySelector<HTMLElement>(`[data-lesson="${CSS.escape(focused)}"] button`)?.focus();
    }
    const [solved, all] = [total(course.lessons, "solved"), total(course.lessons, "exercises")];
    const isDone = solved === all && all > 0;
    setText(this.note, isDone ? `All ${all} exercises solved. Well done!` : `${solved} of ${plural(all, "exercise")} solved`);
  }

  private item(lesson: Lesson, isNext: boolean): HTMLLIElement {
    const isDone = lesson.exercises > 0 && lesson.solved === lesson.exercises;
    const button = make(
      "button",
      {
        class: "ir-lab-lesson-open",
        title: solvedText(lesson),
        attributes: {
          type: "button",
          "aria-label": `Lesson ${lesson.lesson}, ${lesson.title}: ${solvedText(lesson)}`,
          ...(isNext ? { "aria-current": "step" } : {}),
        },
      },
      [
        make("span", { class: "ir-lab-number", text: isDone ? "✓" : lesson.lesson }),
        make("span", { class: "ir-lab-lesson-title", text: lesson.title }),
        squares(lesson),
      ],
    );
    button.addEventListener("click", () => this.open(lesson.lesson));
    const state = isDone ? "done" : isNext ? "next" : "open";
    const node = make("li", { class: "ir-lab-lesson" }, [button]);
    node.dataset.lesson = lesson.lesson;
    node.dataset.state = state;
    return node;
  }
}

function total(lessons: Lesson[], key: "solved" | "exercises"): number {
  return lessons.reduce((sum, lesson) => sum + lesson[key], 0);
}
