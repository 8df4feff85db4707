/** The least that Auth accepts, see `minimum_password_length` in supabase/config.toml. */
export const PASSWORD_LENGTH = 8;
