-- people: health and emergency contacts, as one document. The client and their own coach write it.

create function private.health_of(p_client_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'conditions', coalesce(h.conditions, ''), 'injuries', coalesce(h.injuries, ''), 'medications', coalesce(h.medications, ''),
    'allergies', coalesce(h.allergies, ''), 'clearance', coalesce(h.clearance, 'not_asked'), 'version', coalesce(h.version, 0),
    'contacts', (
      select coalesce(jsonb_agg(jsonb_build_object('name', e.name, 'relation', e.relation, 'phone', e.phone) order by e.position), '[]')
      from public.emergency_contacts e where e.client_id = asked.client_id
    )
  )
  from (values (p_client_id)) asked (client_id)
  left join public.health_histories h on h.client_id = asked.client_id
$$;

comment on function private.health_of(uuid) is 'Health and emergency contacts of a client, whoever asks. privacy decides who may, and records it.';


create function private.save_health(
  p_client_id uuid, p_version integer, p_conditions text, p_injuries text, p_medications text, p_allergies text,
  p_clearance public.health_clearance, p_contacts jsonb
)
returns integer
language plpgsql
security definer -- writes health_histories, which no API role may
set search_path = ''
as $$
declare
  v_client public.clients := private.lock_client_shared(p_client_id);
  v_now    integer;
begin
  if v_client is null or not (private.am_coach_of(v_client) or private.my_role(v_client) = 'client') then
    perform private.refuse_client();
  end if;
  if greatest(length(p_conditions), length(p_injuries), length(p_medications), length(p_allergies)) > 4000 then
    perform private.refuse('PT422', 'health_too_long', 'A text has at most 4000 characters', 'Write a shorter one.');
  end if;
  if jsonb_typeof(p_contacts) is distinct from 'array' or jsonb_array_length(p_contacts) > 5 or exists (
    select from jsonb_array_elements(p_contacts) c
    where jsonb_typeof(c) <> 'object'
      or (length(btrim(c ->> 'name')) between 1 and 200 and length(btrim(c ->> 'phone')) between 3 and 40
        and coalesce(length(c ->> 'relation'), 0) <= 100) is not true
  ) then
    perform private.refuse(
      'PT422', 'emergency_contacts', 'A contact needs a name and a phone number', 'Give at most five, each with name, phone and, if you like, relation.'
    );
  end if;

  perform from public.clients c where c.id = p_client_id for no key update; -- who saves at the same time waits
  select h.version into v_now from public.health_histories h where h.client_id = p_client_id;
  perform private.check_version(p_version, coalesce(v_now, 0), '{}', '{}'); -- without the values, because reading them is recorded
  insert into public.health_histories as h (client_id, conditions, injuries, medications, allergies, clearance)
  values (
    p_client_id, coalesce(p_conditions, ''), coalesce(p_injuries, ''), coalesce(p_medications, ''), coalesce(p_allergies, ''),
    coalesce(p_clearance, 'not_asked')
  )
  on conflict (client_id) do update
    set conditions = excluded.conditions, injuries = excluded.injuries, medications = excluded.medications,
        allergies = excluded.allergies, clearance = excluded.clearance, version = h.version + 1, updated_at = now()
  returning h.version into v_now;

  delete from public.emergency_contacts e where e.client_id = p_client_id;
  insert into public.emergency_contacts (client_id, position, name, relation, phone)
  select p_client_id, c.n, btrim(c.value ->> 'name'), btrim(coalesce(c.value ->> 'relation', '')), btrim(c.value ->> 'phone')
  from jsonb_array_elements(p_contacts) with ordinality c (value, n);
  return v_now;
end;
$$;

comment on function private.save_health(uuid, integer, text, text, text, text, public.health_clearance, jsonb) is 'Body of public.save_health.';
grant execute on function private.save_health(uuid, integer, text, text, text, text, public.health_clearance, jsonb) to authenticated;


create function public.save_health(
  client_id uuid, version integer, conditions text default '', injuries text default '', medications text default '', allergies text default '',
  clearance public.health_clearance default 'not_asked', contacts jsonb default '[]'
)
returns integer
language sql
volatile
set search_path = ''
as $$
  select private.save_health(client_id, version, conditions, injuries, medications, allergies, clearance, contacts)
$$;

comment on function public.save_health(uuid, integer, text, text, text, text, public.health_clearance, jsonb) is 'Writes the health and the emergency contacts [{name, phone, relation}] of a client anew, by the client or their own coach; returns the new version. version is the one that was read, 0 where nothing was there. PT404 unknown client, or only shared with the caller, PT409 changed meanwhile, PT422.';
grant execute on function public.save_health(uuid, integer, text, text, text, text, public.health_clearance, jsonb) to authenticated;
