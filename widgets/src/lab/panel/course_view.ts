import { Widget } from "@lumino/widgets";
import { make, setText } from "../../shared/dom";
import type { Feed } from "../server/feed";
import { moveByKeys } from "./arrow_keys";
import type { Course, Lesson } from "../server/requests";
import { solvedText, type Words } from "../words";

/** One square for each exercise, filled when it is solved. */
function squares({ solved, exercises }: Lesson): HTMLElement {
  const node = make("span", { class: "ir-lab-squares", attributes: { "aria-hidden": "true" } });
  for (let number = 0; number < exercises; number++) {
    node.append(
      make("span", { class: number < solved ? "ir-lab-square ir-lab-solved" : "ir-lab-square" }),
    );
  }
  return node;
}

/** Opens a lesson; at an exercise, if one is named. */
export type OpenLesson = (lesson: string, exercise: string | null) => void;

/** The section "Course": the lessons, how long each takes, and how many exercises are solved. */
export class CourseView extends Widget {
  private readonly list: HTMLUListElement;
  private readonly note = make("p", { class: "ir-lab-summary" });
  private readonly goOn = make("button", {
    class: "ir-lab-button ir-lab-continue",
    attributes: { type: "button" },
  });
  private readonly goOnTitle = make("b");
  private readonly goOnDetail = make("span");
  private next: Lesson | null = null;
  private isScrolled = false;

  constructor(
    feed: Feed,
    private readonly words: Words,
    private readonly open: OpenLesson,
  ) {
    super();
    this.addClass("ir-lab-section");
    this.addClass("ir-lab-course");
    this.title.label = words.__("Course");
    this.list = make("ul", {
      class: "ir-lab-list",
      attributes: { role: "list", "aria-label": words.__("Lessons") },
    });
    this.goOn.append(this.goOnTitle, this.goOnDetail);
    this.goOn.addEventListener(
      "click",
      () => this.next && this.open(this.next.lesson, this.next.exercise),
    );
    this.node.append(this.goOn, this.note, this.list);
    moveByKeys(this.list, ".ir-lab-lesson-open");
    feed.courseChanged.connect((_, course) => this.render(course));
    if (feed.course !== null) this.render(feed.course);
    else this.goOn.hidden = true;
  }

  private render(course: Course): void {
    this.goOn.hidden = "error" in course;
    if ("error" in course) {
      setText(this.note, course.error);
      return;
    }
    this.next =
      course.lessons.find(({ lesson, exercise }) => lesson === course.next && exercise !== null) ??
      null;
    this.renderGoOn(course.lessons);
    const focused = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>(
      "[data-lesson]",
    )?.dataset.lesson;
    this.list.replaceChildren(
      ...course.lessons.map((lesson) => this.item(lesson, lesson === this.next)),
    );
    if (!this.isScrolled)
      this.list.querySelector('[data-state="next"]')?.scrollIntoView({ block: "nearest" });
    this.isScrolled = true;
    if (focused !== undefined) {
      this.list
        .querySelector<HTMLElement>(`[data-lesson="${CSS.escape(focused)}"] button`)
        ?.focus();
    }
  }

  /** The button that goes on where the learner left off, and how far that is. */
  private renderGoOn(lessons: Lesson[]): void {
    const { words, next } = this;
    const [solved, exercises] = [total(lessons, "solved"), total(lessons, "exercises")];
    this.goOn.hidden = next === null;
    if (next !== null) {
      setText(
        this.goOnTitle,
        solved === 0 ? words.__("Begin the course") : words.__("Continue where you left off"),
      );
      const where = next.solved === 0 ? "" : words.__("exercise %1", next.exercise ?? "");
      setText(this.goOnDetail, [`${next.lesson} ${next.title}`, where].filter(Boolean).join(", "));
    }
    const left = lessons.reduce(
      (sum, { minutes, solved: done, exercises: all }) => sum + (done < all ? minutes : 0),
      0,
    );
    const isDone = solved === exercises && exercises > 0;
    const count = words._n("%2 of %1 exercise", "%2 of %1 exercises", exercises, solved);
    const text = `${count} · ${words.__("%1 to go", this.time(left))}`;
    setText(this.note, isDone ? words.__("All %1 exercises solved. Well done!", exercises) : text);
  }

  private time(minutes: number): string {
    const { words } = this;
    if (minutes < 60) return words.__("%1 min", minutes);
    return words.__("%1 h %2 min", Math.floor(minutes / 60), minutes % 60);
  }

  private item(lesson: Lesson, isNext: boolean): HTMLLIElement {
    const isDone = lesson.exercises > 0 && lesson.solved === lesson.exercises;
    const solved = solvedText(this.words, lesson);
    const time = this.time(lesson.minutes);
    const button = make(
      "button",
      {
        class: "ir-lab-lesson-open",
        title: `${lesson.title}\n${solved}\n${this.words.__("about %1", time)}`,
        attributes: {
          type: "button",
          "aria-label": this.words.__(
            "Lesson %1, %2: %3, about %4",
            lesson.lesson,
            lesson.title,
            solved,
            time,
          ),
          ...(isNext ? { "aria-current": "step" } : {}),
        },
      },
      [
        make("span", { class: "ir-lab-number", text: isDone ? "✓" : lesson.lesson }),
        make("span", { class: "ir-lab-lesson-title", text: lesson.title }),
        squares(lesson),
        make("span", { class: "ir-lab-lesson-time", text: time }),
      ],
    );
    button.addEventListener("click", () => this.open(lesson.lesson, null));
    const node = make("li", { class: "ir-lab-lesson" }, [button]);
    node.dataset.lesson = lesson.lesson;
    node.dataset.state = isDone ? "done" : isNext ? "next" : "open";
    return node;
  }
}

function total(lessons: Lesson[], key: "solved" | "exercises"): number {
  return lessons.reduce((sum, lesson) => sum + lesson[key], 0);
}
