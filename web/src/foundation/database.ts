import type { Database as Generated } from "../../../supabase/types/database";

/**
 * The generated types, corrected where PostgreSQL's catalog cannot say enough: columns of a function's result can be
 * null.
 */
type Functions = Generated["public"]["Functions"];
type Series = Functions["progress_series"];
type SeriesRow = Series["Returns"][number];

export type Database = Omit<Generated, "public"> & {
  public: Omit<Generated["public"], "Functions"> & {
    Functions: Omit<Functions, "progress_series"> & {
      progress_series: Omit<Series, "Returns"> & {
        Returns: ({ [K in keyof SeriesRow]: SeriesRow[K] | null } & Pick<SeriesRow, "day" | "has_data">)[];
      };
    };
  };
};

export type Row<T extends keyof Generated["public"]["Tables"]> = Generated["public"]["Tables"][T]["Row"];
export type ViewRow<T extends keyof Generated["public"]["Views"]> = Generated["public"]["Views"][T]["Row"];
export type Enum<T extends keyof Generated["public"]["Enums"]> = Generated["public"]["Enums"][T];
export type Json = Row<"progress_events">["data_json"];
