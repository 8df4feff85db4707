-- foundation: refusals with a reason that a client can show in its own words.

create function private.refuse(
  p_state text, p_reason text, p_message text, p_hint text, p_args jsonb default '{}', p_retry_after integer default null
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_details text := jsonb_build_object('reason', p_reason) || p_args;
begin
  if p_retry_after is null then
    raise exception using errcode = p_state, message = p_message, hint = p_hint, detail = v_details;
  end if;
  -- PostgREST's form of an error with a header: https://docs.postgrest.org/en/stable/references/errors.html
  raise sqlstate 'PGRST' using
    message = json_build_object('code', p_state, 'message', p_message, 'details', v_details, 'hint', p_hint),
    detail = json_build_object(
      'status', substr(p_state, 3)::integer, 'headers', json_build_object('Retry-After', p_retry_after::text)
    );
end;
$$;

comment on function private.refuse(text, text, text, text, jsonb, integer) is
  'Raises PTxyz, which PostgREST answers as HTTP xyz. details is {"reason": p_reason} with p_args, from which a client chooses its own words; message and hint serve clients without them. p_retry_after: seconds, sent as Retry-After.';
grant execute on function private.refuse(text, text, text, text, jsonb, integer) to authenticated, service_role;


create function private.refuse_stale(p_version integer, p_now jsonb, p_yours jsonb, p_by text default null, p_at timestamptz default null)
returns void
language sql
set search_path = ''
return private.refuse(
  'PT409', 'changed_meanwhile', 'This has been changed meanwhile', 'Compare "now" with "yours", then send your change again with the version it has now.',
  jsonb_build_object('version', p_version, 'now', p_now, 'yours', p_yours, 'by', p_by, 'at', p_at)
);

comment on function private.refuse_stale(integer, jsonb, jsonb, text, timestamptz) is
  'Refuses an edit of an old version, with the version it is now, both values, and who made the newer one where that is known.';


create function private.check_version(
  p_seen integer, p_version integer, p_now jsonb, p_yours jsonb, p_by text default null, p_at timestamptz default null
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_seen is null then
    perform private.refuse('PT428', 'version_missing', 'The version is missing', 'Send the version that you have seen.');
  end if;
  if p_seen <> p_version then
    perform private.refuse_stale(p_version, p_now, p_yours, p_by, p_at);
  end if;
end;
$$;

comment on function private.check_version(integer, integer, jsonb, jsonb, text, timestamptz) is
  'Refuses an edit that does not say which version it is of (p_seen), or is of another one than p_version. PT428, PT409 as refuse_stale.';


create function private.refuse_client()
returns void
language sql
set search_path = ''
return private.refuse(
  'PT404', 'no_such_client', 'No such client', 'Check the client id, and that you are signed in as their coach or as the client.'
);

comment on function private.refuse_client() is 'Refuses a client whom the caller cannot see, in the same words as one who does not exist.';
grant execute on function private.refuse_client() to authenticated, service_role;
