-- foundation: refusals with a reason that a client can show in its own words.

create function private.refuse(
  p_state text, p_reason text, p_message text, p_hint text, p_args jsonb default '{}', p_retry_after integer default null
)
returns void
language plpgsql
volatile
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


create function private.refuse_client()
returns void
language sql
volatile
set search_path = ''
as $$
  select private.refuse(
    'PT404', 'no_such_client', 'No such client', 'Check the client id, and that you are signed in as their coach or as the client.'
  )
$$;

comment on function private.refuse_client() is 'Refuses a client whom the caller may not see, in the same words as one who does not exist.';
grant execute on function private.refuse_client() to authenticated, service_role;
