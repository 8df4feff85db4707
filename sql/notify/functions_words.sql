-- notify: from a template to words.

create function private.shown(p_value jsonb, p_locale public.locale)
returns text
language sql
immutable
set search_path = ''
return case
  when p_value #>> '{}' ~ '^\d{4}-\d\d-\d\d$' then
    case p_locale when 'ru' then regexp_replace(p_value #>> '{}', '(\d+)-(\d+)-(\d+)', '\3.\2.\1') else p_value #>> '{}' end
  else coalesce(p_value #>> '{}', '')
end;

comment on function private.shown(jsonb, public.locale) is 'A value of data as people read it: a date in the form of their language.';


create function private.fill_in(p_text text, p_data jsonb, p_locale public.locale)
returns text
language sql
immutable
set search_path = ''
as $$
  -- The text is cut once, so a value that looks like a variable stays as it is.
  select string_agg(piece.text || private.shown(p_data -> name.name, p_locale), '' order by piece.n)
  from regexp_split_to_table(p_text, '\{\{\s*\w+\s*\}\}') with ordinality piece (text, n)
  left join (
    select found.match[1] as name, found.n from regexp_matches(p_text, '\{\{\s*(\w+)\s*\}\}', 'g') with ordinality found (match, n)
  ) name using (n)
$$;

comment on function private.fill_in(text, jsonb, public.locale) is 'A template with the values of its variables. The result is plain text; each channel escapes it.';


create function private.words_of(
  p_kind text, p_channel public.notification_channel, p_locale public.locale, p_coach_id uuid, p_team_id uuid, p_data jsonb
)
returns table (subject text, body text)
language sql
stable
set search_path = ''
as $$
  select regexp_replace(private.fill_in(t.subject, p_data, p_locale), '\s+', ' ', 'g'), private.fill_in(t.body, p_data, p_locale)
  from public.notification_templates t
  where t.kind = p_kind and t.locale = p_locale and t.channel in (p_channel, 'in_app')
    and (t.coach_id is null or t.coach_id = p_coach_id)
    and (t.team_id is null or t.team_id = p_team_id)
  order by t.channel = p_channel desc, t.coach_id is not null desc, t.team_id is not null desc
  limit 1
$$;

comment on function private.words_of(text, public.notification_channel, public.locale, uuid, uuid, jsonb) is
  'The words of a notification on a channel: those of the coach, else of the team, else the built-in ones; where a channel has none, those of in_app.';


create function private.whose_words(p_user_id uuid, p_client_id uuid)
returns table (coach_id uuid, team_id uuid)
language sql
stable
set search_path = ''
as $$
  select c.coach_id, c.team_id from public.clients c where c.id = p_client_id and (c.user_id = p_user_id or c.user_id is null)
$$;

comment on function private.whose_words(uuid, uuid) is 'The coach and the team whose words a recipient gets: of a client about themselves those of that client. No row for everybody else.';
