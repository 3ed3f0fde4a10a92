/** What stands below a picture. */
export interface Caption {
  text: string;
  detail: string;
  /** was it recognised? */
  right: boolean;
}
