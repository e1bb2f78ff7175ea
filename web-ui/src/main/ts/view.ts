// What every page is.

/** A page that is built in the present language, and shows data after each refresh. */
export interface View {
  readonly root: HTMLElement;

  /** @param now the present, in seconds since 1970 */
  refresh(now: number): Promise<void>;

  /** Lets go of what it holds; another page takes its place. */
  close?(): void;
}
