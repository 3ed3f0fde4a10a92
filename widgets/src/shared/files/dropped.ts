/** A file, and its path below what was dropped or chosen. */
export interface NamedFile {
  name: string;
  file: File;
}

/** The files that were dropped, and all below the folders among them. */
export async function droppedFiles(transfer: DataTransfer): Promise<NamedFile[]> {
  // both must be taken before the first wait: afterwards the list is empty
  const items = [...transfer.items].filter(({ kind }) => kind === "file");
  const found = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const files = await Promise.all(
    found.map(({ entry, file }) =>
      entry === null ? (file === null ? [] : [{ name: file.name, file }]) : filesBelow(entry, ""),
    ),
  );
  return visible(files.flat());
}

/** The files that were chosen; those of a folder with their paths. */
export function chosenFiles(files: FileList | null): NamedFile[] {
  const named = [...(files ?? [])].map((file) => ({
    name: file.webkitRelativePath || file.name,
    file,
  }));
  return visible(named);
}

/** What systems put into folders unasked is passed over. */
export function visible(files: NamedFile[]): NamedFile[] {
  const isHidden = (part: string) => part.startsWith(".") || part === "__MACOSX";
  return files.filter(({ name }) => !name.split("/").some(isHidden));
}

async function filesBelow(entry: FileSystemEntry, above: string): Promise<NamedFile[]> {
  const name = above + entry.name;
  if (!entry.isDirectory) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ name, file }];
  }
  const entries = await entriesOf(entry as FileSystemDirectoryEntry);
  return (await Promise.all(entries.map((one) => filesBelow(one, `${name}/`)))).flat();
}

/** The browser gives about a hundred at a time, and none when there are no more. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}
