import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { live } from "../foundation/realtime/live";
import * as api from "./api";
import type { TemplateDocument } from "./document";

/** Of a client's data the id of the client stands second. */
export const keys = {
  exercises: ["training", "exercises"] as const,
  templates: ["training", "templates"] as const,
  templateList: ["training", "templates", "list"] as const,
  template: (id: string) => ["training", "templates", id] as const,
  programs: (clientId: string) => ["training", clientId, "programs"] as const,
  ofClient: (clientId: string) => ["training", clientId] as const,
};

export function useExercises(filter: api.ExerciseFilter, enabled = true) {
  return useQuery({
    queryKey: [...keys.exercises, "found", filter],
    queryFn: () => api.searchExercises(filter),
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useCategories() {
  return useQuery({
    queryKey: [...keys.exercises, "categories"],
    queryFn: api.fetchCategories,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The exercises of these ids, whatever has become of them. */
export function useExercisesById(ids: readonly string[]) {
  const asked = [...new Set(ids)].toSorted();
  return useQuery({
    queryKey: [...keys.exercises, "byId", asked],
    queryFn: () => api.fetchExercises(asked),
    placeholderData: keepPreviousData,
    enabled: asked.length > 0,
  });
}

/** The best match of every name, if one is good enough. */
export function useMatches(names: readonly string[]) {
  return useQuery({
    queryKey: [...keys.exercises, "matches", names],
    queryFn: () => api.matchExercises(names),
    placeholderData: keepPreviousData,
    enabled: names.length > 0,
  });
}

export function useTemplates() {
  return useQuery({ queryKey: keys.templateList, queryFn: api.fetchTemplates, ...live() });
}

export function useTemplate(id: string) {
  return useQuery({
    queryKey: keys.template(id),
    queryFn: () => api.fetchTemplate(id),
    staleTime: Number.POSITIVE_INFINITY, // the builder knows the newest version, because it made it
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

export function usePrograms(clientId: string) {
  return useQuery({
    queryKey: keys.programs(clientId),
    queryFn: () => api.fetchPrograms(clientId),
    ...live(),
  });
}

export function useUpdatePreview(templateId: string) {
  return useQuery({
    queryKey: [...keys.template(templateId), "update"],
    queryFn: () => api.previewTemplateUpdate(templateId),
    staleTime: 0,
  });
}

function useChange<Arguments, Result>(
  queryKey: readonly unknown[],
  change: (values: Arguments) => Promise<Result>,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  });
}

export function useHidden() {
  return useQuery({ queryKey: [...keys.exercises, "hidden"], queryFn: api.fetchHidden });
}

export const useSaveCategory = () => useChange(keys.exercises, api.saveCategory);
export const useDeleteCategory = () => useChange(keys.exercises, api.deleteCategory);
export const useSaveExercise = () => useChange(keys.exercises, api.saveExercise);
export const useCopyExercise = () => useChange(keys.exercises, api.copyExercise);
export const useHideExercise = () => useChange(keys.exercises, api.hideExercise);
export const useArchiveExercise = () => useChange(keys.exercises, api.archiveExercise);
export const useMergeExercises = () => useChange(keys.exercises, api.mergeExercises);

export const useAddTemplate = () =>
  useChange(keys.templateList, (document: TemplateDocument) => api.saveTemplate(document, null));

export const useCopyTemplate = () => useChange(keys.templates, api.copyTemplate);
export const useArchiveTemplate = () => useChange(keys.templates, api.archiveTemplate);

export function useAssign() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: api.assignProgram,
    onSettled: (_id, _error, { clientId }) =>
      queryClient.invalidateQueries({ queryKey: keys.ofClient(clientId) }),
  });
}

export function useApplyUpdate(templateId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (clientIds: string[]) => api.applyTemplateUpdate(templateId, clientIds),
    onSettled: (_nothing, _error, clientIds) =>
      Promise.all(
        [[...keys.template(templateId), "update"], ...clientIds.map(keys.ofClient)].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

/** Everything that the coach can do to a client's programme. */
export const useProgramChange = (clientId: string) =>
  useChange(keys.ofClient(clientId), (change: () => Promise<unknown>) => change());
