// SPDX-License-Identifier: Apache-2.0

package check

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

const root = "../.."

// manifests are the objects that `kubectl apply -k deploy/kubernetes` makes.
type manifests struct {
	configMaps   map[string]*corev1.ConfigMap
	services     map[string]*corev1.Service
	statefulSets map[string]*appsv1.StatefulSet
	daemonSets   map[string]*appsv1.DaemonSet
	budgets      map[string]*policyv1.PodDisruptionBudget
	accounts     map[string]*corev1.ServiceAccount
	bindings     map[string]*rbacv1.ClusterRoleBinding
	roles        map[string]*rbacv1.ClusterRole
}

// readManifests decodes each object strictly: a field that its type does not have is an error, as is a
// kind that is not expected.
func readManifests(t *testing.T) manifests {
	t.Helper()
	resources, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), filepath.Join(root, "deploy", "kubernetes"))
	require.NoError(t, err)
	m := manifests{
		map[string]*corev1.ConfigMap{},
		map[string]*corev1.Service{},
		map[string]*appsv1.StatefulSet{},
		map[string]*appsv1.DaemonSet{},
		map[string]*policyv1.PodDisruptionBudget{},
		map[string]*corev1.ServiceAccount{},
		map[string]*rbacv1.ClusterRoleBinding{},
		map[string]*rbacv1.ClusterRole{},
	}
	for _, resource := range resources.Resources() {
		text, err := resource.AsYAML()
		require.NoError(t, err)
		name := resource.GetName()
		switch kind := resource.GetApiVersion() + " " + resource.GetKind(); kind {
		case "v1 Namespace":
			decode(t, text, &corev1.Namespace{})
			continue
		case "v1 ConfigMap":
			m.configMaps[name] = decode(t, text, &corev1.ConfigMap{})
		case "v1 Service":
			m.services[name] = decode(t, text, &corev1.Service{})
		case "v1 ServiceAccount":
			m.accounts[name] = decode(t, text, &corev1.ServiceAccount{})
		case "apps/v1 StatefulSet":
			m.statefulSets[name] = decode(t, text, &appsv1.StatefulSet{})
		case "apps/v1 DaemonSet":
			m.daemonSets[name] = decode(t, text, &appsv1.DaemonSet{})
		case "policy/v1 PodDisruptionBudget":
			m.budgets[name] = decode(t, text, &policyv1.PodDisruptionBudget{})
		case "rbac.authorization.k8s.io/v1 ClusterRole":
			m.roles[name] = decode(t, text, &rbacv1.ClusterRole{})
			continue
		case "rbac.authorization.k8s.io/v1 ClusterRoleBinding":
			m.bindings[name] = decode(t, text, &rbacv1.ClusterRoleBinding{})
			continue
		default:
			t.Fatalf("no test knows %s", kind)
		}
		assert.Equal(t, "observability", resource.GetNamespace(), "%s %s", resource.GetKind(), name)
	}
	return m
}

func decode[T any](t *testing.T, text []byte, object *T) *T {
	t.Helper()
	require.NoError(t, yaml.UnmarshalStrict(text, object), "%s", text)
	return object
}

func TestGatewayManifests(t *testing.T) {
	m := readManifests(t)
	set := m.statefulSets["faultline-gateway"]
	require.NotNil(t, set)
	service := m.services[set.Spec.ServiceName]
	require.NotNil(t, service, "the headless service %s", set.Spec.ServiceName)
	assert.Equal(t, corev1.ClusterIPNone, service.Spec.ClusterIP)
	budget := m.budgets["faultline-gateway"]
	require.NotNil(t, budget)

	labels := set.Spec.Template.Labels
	for _, selector := range []map[string]string{set.Spec.Selector.MatchLabels, service.Spec.Selector, budget.Spec.Selector.MatchLabels} {
		assert.Equal(t, labels, selector)
	}
	assert.Equal(t, 1, budget.Spec.MaxUnavailable.IntValue())
	assert.Contains(t, m.accounts, set.Spec.Template.Spec.ServiceAccountName)
	claims := []string{}
	for _, claim := range set.Spec.VolumeClaimTemplates {
		claims = append(claims, claim.Name)
	}
	checkPod(t, m, set.Spec.Template.Spec, claims)

	for _, port := range service.Spec.Ports {
		ports := set.Spec.Template.Spec.Containers[0].Ports
		assert.True(t, slices.ContainsFunc(ports, func(p corev1.ContainerPort) bool { return p.ContainerPort == port.Port }), "port %d", port.Port)
	}
}

func TestAgentManifests(t *testing.T) {
	m := readManifests(t)
	set := m.daemonSets["faultline-agent"]
	require.NotNil(t, set)
	assert.Equal(t, set.Spec.Template.Labels, set.Spec.Selector.MatchLabels)
	spec := set.Spec.Template.Spec
	checkPod(t, m, spec, nil)

	account := spec.ServiceAccountName
	require.Contains(t, m.accounts, account)
	binding := m.bindings["faultline-agent"]
	require.NotNil(t, binding)
	assert.Equal(t, []rbacv1.Subject{{Kind: "ServiceAccount", Name: account, Namespace: "observability"}}, binding.Subjects)
	require.Contains(t, m.roles, binding.RoleRef.Name)
	for _, rule := range m.roles[binding.RoleRef.Name].Rules {
		assert.Subset(t, []string{"get", "list", "watch"}, rule.Verbs, "the agent changes nothing")
	}

	// The agents know every gateway by its name.
	gateways := m.statefulSets["faultline-gateway"]
	hosts := strings.Split(environment(spec.Containers[0])["GATEWAY_HOSTS"], ",")
	require.Len(t, hosts, int(*gateways.Spec.Replicas))
	for i, host := range hosts {
		assert.Equal(t, gateways.Name+"-"+string(rune('0'+i))+"."+gateways.Spec.ServiceName+":4317", host)
	}
}

// checkPod checks what holds for both: volumes that exist, configurations that are those of configs/,
// variables that they name, no more rights than needed, and probes.
func checkPod(t *testing.T, m manifests, spec corev1.PodSpec, volumes []string) {
	t.Helper()
	require.Len(t, spec.Containers, 1)
	container := spec.Containers[0]
	var files map[string]string
	for _, volume := range spec.Volumes {
		volumes = append(volumes, volume.Name)
		if volume.ConfigMap != nil {
			configMap := m.configMaps[volume.ConfigMap.Name]
			require.NotNil(t, configMap, "the ConfigMap %s", volume.ConfigMap.Name)
			files = configMap.Data
		}
	}
	for _, mount := range container.VolumeMounts {
		assert.Contains(t, volumes, mount.Name)
	}

	var text strings.Builder
	var configs []string
	for i := 0; i+1 < len(container.Args); i += 2 {
		assert.Equal(t, "--config", container.Args[i])
		name, ok := strings.CutPrefix(container.Args[i+1], "/etc/faultline/")
		require.True(t, ok, container.Args[i+1])
		require.Contains(t, files, name)
		path := filepath.Join(root, "configs", name)
		if name == "kubernetes.yaml" {
			path = filepath.Join(root, "configs", "agent.d", name)
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.Equal(t, string(want), files[name])
		text.WriteString(files[name])
		configs = append(configs, path)
	}
	var env []string
	for name, value := range environment(container) {
		if name == "HOST_ROOT" || value == "" { // what only a node has
			value = "/"
		}
		env = append(env, name+"="+value)
	}
	for i := range configs {
		absolute, err := filepath.Abs(configs[i])
		require.NoError(t, err)
		configs[i] = absolute
	}
	validate(t, configs, env)
	for _, variable := range container.Env {
		if variable.Name != "GOMEMLIMIT" && variable.Name != "GOGC" {
			assert.True(t, strings.Contains(text.String(), "${env:"+variable.Name) || strings.Contains(text.String(), "_env_var: "+variable.Name),
				"no configuration reads %s", variable.Name)
		}
	}

	rights := container.SecurityContext
	assert.False(t, *rights.AllowPrivilegeEscalation)
	assert.True(t, *rights.ReadOnlyRootFilesystem)
	assert.Equal(t, []corev1.Capability{"ALL"}, rights.Capabilities.Drop)
	assert.Equal(t, corev1.SeccompProfileTypeRuntimeDefault, spec.SecurityContext.SeccompProfile.Type)
	assert.False(t, container.Resources.Limits.Memory().IsZero())

	for _, probe := range []*corev1.Probe{container.StartupProbe, container.ReadinessProbe, container.LivenessProbe} {
		require.NotNil(t, probe)
		assert.True(t, slices.ContainsFunc(container.Ports, func(p corev1.ContainerPort) bool { return p.Name == probe.HTTPGet.Port.StrVal }))
	}
}

func environment(container corev1.Container) map[string]string {
	values := map[string]string{}
	for _, variable := range container.Env {
		values[variable.Name] = variable.Value
	}
	return values
}
