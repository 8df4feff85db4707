-- notify: a coach writes the words that their clients get, an owner or admin those for the clients of the team.

create function private.check_template(
  p_kind text, p_channel public.notification_channel, p_locale public.locale, p_subject text, p_body text
)
returns public.notification_kinds
language plpgsql
volatile -- refuses
set search_path = ''
as $$
declare
  v_kind    public.notification_kinds;
  v_unknown text;
begin
  if not private.am_coach() then
    perform private.refuse('PT403', 'only_coaches_write_templates', 'Only coaches write templates', 'Sign up as a coach with another e-mail.');
  end if;
  select * into v_kind from public.notification_kinds k where k.kind = p_kind and k.role is distinct from 'coach';
  if v_kind is null then
    perform private.refuse('PT404', 'no_such_kind', 'There is no such kind of notification', 'Give one of notification_kinds that clients get.');
  end if;
  if p_channel is null or p_locale is null then
    perform private.refuse('PT422', 'template_incomplete', 'A channel or a language is missing', 'Give channel and locale.');
  end if;
  if length(btrim(p_subject)) between 1 and 200 is not true or length(btrim(p_body)) between 1 and 4000 is not true then
    perform private.refuse('PT422', 'template_length', 'A template has a subject and a text', 'Give a subject of 1 to 200 characters and a text of 1 to 4000.');
  end if;
  select found.match[1] into v_unknown
  from regexp_matches(p_subject || ' ' || p_body, '\{\{\s*([^{}]*?)\s*\}\}', 'g') found (match)
  where found.match[1] <> all (v_kind.variables)
  limit 1;
  if v_unknown is not null then
    perform private.refuse(
      'PT422', 'unknown_variable', format('There is no variable %s', to_json(left(v_unknown, 60))),
      'Use the variables of the kind, written as {{name}}.',
      jsonb_build_object('variable', left(v_unknown, 60), 'variables', array_to_string(v_kind.variables, ', '))
    );
  end if;
  return v_kind;
end;
$$;

comment on function private.check_template(text, public.notification_channel, public.locale, text, text) is
  'Refuses a template that cannot be saved, an unknown variable with its name. Returns the kind.';


create function private.save_notification_template(
  p_kind text, p_channel public.notification_channel, p_locale public.locale, p_subject text, p_body text, p_for_team boolean
)
returns void
language plpgsql
security definer -- writes notification_templates, which no API role may
set search_path = ''
as $$
declare
  v_team uuid := case when p_for_team then private.lock_my_team('{owner, admin}') end;
begin
  perform private.check_template(p_kind, p_channel, p_locale, p_subject, p_body);
  insert into public.notification_templates (coach_id, team_id, kind, channel, locale, subject, body)
  values (case when v_team is null then auth.uid() end, v_team, p_kind, p_channel, p_locale, btrim(p_subject), btrim(p_body))
  on conflict on constraint notification_templates_key do update
    set subject = excluded.subject, body = excluded.body;
end;
$$;

comment on function private.save_notification_template(text, public.notification_channel, public.locale, text, text, boolean) is 'Body of public.save_notification_template.';
grant execute on function private.save_notification_template(text, public.notification_channel, public.locale, text, text, boolean) to authenticated;


create function public.save_notification_template(
  kind text, channel public.notification_channel, locale public.locale, subject text, body text, for_team boolean default false
)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.save_notification_template(kind, channel, locale, subject, body, for_team)
$$;

comment on function public.save_notification_template(text, public.notification_channel, public.locale, text, text, boolean) is
  'Has the caller''s clients get these words instead of the built-in ones, as plain text with the variables of the kind as {{name}}. for_team: the clients of the caller''s team get them, where their coach has written none. PT403 not a coach, or for the team neither its owner nor an admin, PT404 a kind that clients do not get, PT422 no subject, no text, or an unknown variable, which is named; PT409 the caller is in no team.';
grant execute on function public.save_notification_template(text, public.notification_channel, public.locale, text, text, boolean) to authenticated;


create function private.preview_notification_template(
  p_kind text, p_channel public.notification_channel, p_locale public.locale, p_subject text, p_body text
)
returns table (subject text, body text)
language plpgsql
volatile -- refuses
security definer -- its helpers are closed to API roles
set search_path = ''
as $$
declare
  v_kind public.notification_kinds := private.check_template(p_kind, p_channel, p_locale, p_subject, p_body);
begin
  return query
  select regexp_replace(private.fill_in(btrim(p_subject), v_kind.example, p_locale), '\s+', ' ', 'g'),
    private.fill_in(btrim(p_body), v_kind.example, p_locale);
end;
$$;

comment on function private.preview_notification_template(text, public.notification_channel, public.locale, text, text) is 'Body of public.preview_notification_template.';
grant execute on function private.preview_notification_template(text, public.notification_channel, public.locale, text, text) to authenticated;


create function public.preview_notification_template(
  kind text, channel public.notification_channel, locale public.locale, subject text, body text
)
returns table (subject text, body text)
language sql
volatile
set search_path = ''
as $$
  select * from private.preview_notification_template(kind, channel, locale, subject, body)
$$;

comment on function public.preview_notification_template(text, public.notification_channel, public.locale, text, text) is
  'What a template comes to with the example of its kind. Nothing is saved or sent. It refuses what save_notification_template refuses.';
grant execute on function public.preview_notification_template(text, public.notification_channel, public.locale, text, text) to authenticated;


create function private.reset_notification_template(
  p_kind text, p_channel public.notification_channel, p_locale public.locale, p_for_team boolean
)
returns void
language sql
volatile
security definer -- writes notification_templates, which no API role may
set search_path = ''
as $$
  delete from public.notification_templates t
  where case when p_for_team then t.team_id = any (private.my_managed_team_ids()) else t.coach_id = any (private.my_account_ids()) end
    and t.kind = p_kind and t.channel = p_channel and t.locale = p_locale
$$;

comment on function private.reset_notification_template(text, public.notification_channel, public.locale, boolean) is 'Body of public.reset_notification_template.';
grant execute on function private.reset_notification_template(text, public.notification_channel, public.locale, boolean) to authenticated;


create function public.reset_notification_template(
  kind text, channel public.notification_channel, locale public.locale, for_team boolean default false
)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.reset_notification_template(kind, channel, locale, for_team)
$$;

comment on function public.reset_notification_template(text, public.notification_channel, public.locale, boolean) is 'Deletes the caller''s own words of a kind, or with for_team those of the team that the caller owns or administers: clients get the next ones, those of the team or those that are built in.';
grant execute on function public.reset_notification_template(text, public.notification_channel, public.locale, boolean) to authenticated;
