-- notify: how a domain declares what it tells people, and in which words. Here, because settings come before functions.

create function private.add_notification_kind(
  p_kind text, p_names jsonb, p_role public.profile_role, p_channels public.notification_channel[], p_path text, p_example jsonb,
  p_is_urgent boolean default false, p_is_chosen boolean default true, p_too_late interval default null, p_secrets text[] default '{}'
)
returns void
language sql
set search_path = ''
as $$
  insert into public.notification_kinds as k (kind, names, role, variables, secrets, channels, path, is_urgent, is_chosen, too_late, example)
  values (
    p_kind, p_names, p_role, array(select jsonb_object_keys(p_example) order by 1), p_secrets, p_channels, p_path, p_is_urgent, p_is_chosen,
    p_too_late, p_example
  )
  on conflict (kind) do update
    set names = excluded.names, role = excluded.role, variables = excluded.variables, secrets = excluded.secrets, channels = excluded.channels,
        path = excluded.path, is_urgent = excluded.is_urgent, is_chosen = excluded.is_chosen, too_late = excluded.too_late,
        example = excluded.example
$$;

comment on function private.add_notification_kind(text, jsonb, public.profile_role, public.notification_channel[], text, jsonb, boolean, boolean, interval, text[]) is
  'Adds a kind of notification, or changes it. Its variables are the keys of the example. Called in the settings.sql of its domain, with private.add_notification_words for both languages.';


create function private.add_notification_words(
  p_kind text, p_locale public.locale, p_title text, p_line text, p_mail text default null
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  insert into public.notification_templates as t (id, kind, channel, locale, subject, body)
  -- An id that every project has, so that two of them can be compared.
  select md5(concat_ws(' ', p_kind, w.channel, p_locale))::uuid, p_kind, w.channel::public.notification_channel, p_locale, p_title, w.body
  from (values ('in_app', p_line), ('email', p_mail)) w (channel, body)
  where w.body is not null
  on conflict on constraint notification_templates_key do update
    set subject = excluded.subject, body = excluded.body;
end;
$$;

comment on function private.add_notification_words(text, public.locale, text, text, text) is
  'The built-in words of a kind in one language: the title, the line in the app (and of push, Telegram and SMS), and the text of the e-mail, without which the e-mail has the line.';
