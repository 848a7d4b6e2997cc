#!/usr/bin/env bash
# Runs a command with a Docker engine of its own: ./docker-engine.sh COMMAND ARGUMENT...
#
# The engine has its own network namespace, so that the ports of docker-compose.yml are free and nothing
# gets out, its own folder for images, volumes and containers, and its own socket, which DOCKER_HOST names
# to the command. DOCKER_ROOT is the folder. An engine that runs on this machine already is left alone.
#
# Exits with the status of the command, and with 0 and a line that says SKIP where no engine can be started.
set -euo pipefail

skip() {
	echo "SKIP: docker-compose.yml was not started: $*"
	exit 0
}

if [ "${1-}" != --inside ]; then
	[ "$(id -u)" = 0 ] || skip "a Docker engine of one's own needs root"
	for program in dockerd docker docker-compose iptables ip unshare busybox; do
		command -v "$program" >/dev/null ||
			skip "$program is missing: apt-get install docker.io docker-compose iptables iproute2 util-linux busybox-static"
	done
	unshare --net --mount true || skip "no network namespace can be made"
	exec unshare --net --mount "$0" --inside "$@"
fi
shift

DOCKER_ROOT=$(mktemp -d "${TMPDIR:-/tmp}/docker-engine.XXXXXX")
export DOCKER_ROOT DOCKER_HOST="unix://$DOCKER_ROOT/docker.sock" DOCKER_CONFIG="$DOCKER_ROOT/config"
ip link set lo up
dockerd --data-root "$DOCKER_ROOT" --exec-root "$DOCKER_ROOT/exec" --pidfile "$DOCKER_ROOT/pid" --host "$DOCKER_HOST" \
	>"$DOCKER_ROOT/log" 2>&1 &
engine=$!

stop() {
	kill "$engine" 2>/dev/null || true
	wait "$engine" 2>/dev/null || true
	rm -rf "$DOCKER_ROOT"
}
trap stop EXIT

for _ in $(seq 360); do
	if docker info >/dev/null 2>&1; then
		"$@"
		exit
	fi
	kill -0 "$engine" 2>/dev/null || break
	sleep 0.5
done
tail -20 "$DOCKER_ROOT/log"
skip "the Docker engine does not start here"
