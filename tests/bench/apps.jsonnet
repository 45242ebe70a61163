// SPDX-License-Identifier: Apache-2.0
// The objects of `gen loops`, as a careful jsonnet user would write them: for
// `run`, to be printed by `jsonnet -y --tla-code rounds=N`. Nothing is checked
// and nothing is derived here; every label and selector is written out.

local namespace = 'shop';

// Metadata of an object of APP, which is {name, component, version}.
local object(apiVersion, kind, name, app, identity=app.name) = {
  apiVersion: apiVersion,
  kind: kind,
  metadata: {
    name: name,
    namespace: namespace,
    labels: {
      'app.kubernetes.io/name': identity,
      'app.kubernetes.io/version': app.version,
      'app.kubernetes.io/component': app.component,
      'app.kubernetes.io/part-of': 'online-shop',
      'app.kubernetes.io/managed-by': 'wk8sc',
    },
  },
};

local selector(app) = { 'app.kubernetes.io/name': app.name };
local matching(app) = { selector: { matchLabels: selector(app) } };

local template(app, spec) = { template: { metadata: { labels: selector(app) }, spec: spec } };

local resources(requests, limits) = { resources: { requests: requests, limits: limits } };

local locked = {
  securityContext: {
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: true,
    allowPrivilegeEscalation: false,
  },
};

local ports(named) = { ports: [{ name: p[0], containerPort: p[1] } for p in named] };

local service(app, named) = object('v1', 'Service', app.name, app) {
  spec: {
    ports: [{ name: p[0], port: p[1], targetPort: p[2] } for p in named],
    selector: selector(app),
  },
};

local scaler(app, least, most, percent) =
  object('autoscaling/v2', 'HorizontalPodAutoscaler', app.name, app) {
    spec: {
      scaleTargetRef: { kind: 'Deployment', name: app.name, apiVersion: 'apps/v1' },
      minReplicas: least,
      maxReplicas: most,
      metrics: [{
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } },
      }],
    },
  };

local budget(app, limit) = object('policy/v1', 'PodDisruptionBudget', app.name, app) {
  spec: limit + matching(app),
};

local configured(kind, name, key) = {
  valueFrom: { [if kind == 'Secret' then 'secretKeyRef' else 'configMapKeyRef']: { name: name, key: key } },
};

local web(at) =
  local app = { name: 'web-' + at, component: 'frontend', version: '0.4.0' };
  local settings = 'web-settings-' + at;
  [
    object('v1', 'ConfigMap', settings, app) {
      data: {
        LOG_LEVEL: 'info',
        UPSTREAM: 'http://store-%s.example.com/api/v1' % at,
        'app.properties': 'cache.ttl=300\npool.size=4',
      },
    },
    object('apps/v1', 'Deployment', app.name, app) {
      spec: {
        replicas: 2,
        strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      } + matching(app) + template(app, {
        containers: [
          {
            name: 'web',
            image: 'registry.example.com/shop/web:2.0.0',
            env: [{ name: key } + configured('ConfigMap', settings, key) for key in ['LOG_LEVEL', 'UPSTREAM']],
            livenessProbe: { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 20 },
            readinessProbe: { httpGet: { path: '/readyz', port: 8080 }, initialDelaySeconds: 5, periodSeconds: 10 },
          } + ports([['http', 8080], ['metrics', 9090]]) + locked
          + resources({ cpu: '100m', memory: '128Mi' }, { cpu: '1', memory: '512Mi' }),
          {
            name: 'log-shipper',
            image: 'registry.example.com/tools/log-shipper:1.4.2',
            args: ['--input=/var/log/app', '--label=' + app.name],
          } + resources({ cpu: '10m', memory: '32Mi' }, { cpu: '50m', memory: '32Mi' }),
        ],
      }),
    },
    service(app, [['http', 80, 8080], ['metrics', 9090, 9090]]),
    object('networking.k8s.io/v1', 'Ingress', app.name, app) {
      spec: {
        ingressClassName: 'public',
        rules: [{
          host: app.name + '.example.com',
          http: {
            paths: [{
              path: '/',
              pathType: 'Prefix',
              backend: { service: { name: app.name, port: { name: 'http' } } },
            }],
          },
        }],
      },
    },
    scaler(app, 2, 6, 70),
  ];

local store(at) =
  local app = { name: 'store-' + at, component: 'database', version: '1.4.0' };
  local credentials = 'store-credentials-' + at;
  [
    object('v1', 'Secret', credentials, app) { stringData: { username: 'app', password: 'change-me-1' } },
    service(app, [['postgres', 5432, 5432], ['metrics', 9187, 9187]]) { spec+: { clusterIP: 'None' } },
    object('apps/v1', 'StatefulSet', app.name, app) {
      spec: {
        replicas: 3,
        serviceName: app.name,
        podManagementPolicy: 'Parallel',
        volumeClaimTemplates: [{
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '11Gi' } } },
        }],
      } + matching(app) + template(app, {
        terminationGracePeriodSeconds: 30,
        containers: [
          {
            name: 'postgres',
            image: 'postgres:16.1-alpine',
            env: [
              { name: 'POSTGRES_USER' } + configured('Secret', credentials, 'username'),
              { name: 'POSTGRES_PASSWORD' } + configured('Secret', credentials, 'password'),
              { name: 'PGDATA', value: '/var/lib/postgresql/data/pgdata' },
            ],
            volumeMounts: [{ name: 'data', mountPath: '/var/lib/postgresql/data' }],
            livenessProbe: {
              exec: { command: ['pg_isready', '-U', 'app'] },
              initialDelaySeconds: 30,
              periodSeconds: 10,
            },
            readinessProbe: { exec: { command: ['pg_isready', '-U', 'app'] }, periodSeconds: 5 },
          } + ports([['postgres', 5432]])
          + resources({ cpu: '250m', memory: '512Mi' }, { cpu: '1', memory: '2Gi' }),
          {
            name: 'exporter',
            image: 'quay.io/prometheuscommunity/postgres-exporter:v0.15.0',
            env: [{ name: 'DATA_SOURCE_PASS' } + configured('Secret', credentials, 'password')],
          } + ports([['metrics', 9187]]),
        ],
      }),
    },
    budget(app, { minAvailable: 2 }),
    object('v1', 'ConfigMap', 'store-scripts-' + at, app) {
      data: { 'backup.sh': '#!/bin/sh\nset -eu\npg_dump --format=custom app > /backup/app.dump\n' },
    },
  ];

local worker(at) =
  local app = { name: 'worker-' + at, component: 'worker', version: '2.4.0' };
  local keys = 'worker-keys-' + at;
  [
    object('v1', 'Secret', keys, app) {
      stringData: { 'api-key': 'key-2', 'queue-url': 'amqp://queue.example.com/jobs-2' },
    },
    object('apps/v1', 'Deployment', app.name, app) {
      spec: { replicas: 3 } + matching(app) + template(app, {
        volumes: [{ name: 'scratch', emptyDir: { sizeLimit: '1Gi' } }],
        securityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000 },
        containers: [
          {
            name: 'worker',
            image: 'registry.example.com/shop/worker:3.2',
            command: ['/usr/bin/worker', '--threads=4'],
            env: [
              { name: 'API_KEY' } + configured('Secret', keys, 'api-key'),
              { name: 'QUEUE_URL' } + configured('Secret', keys, 'queue-url'),
              { name: 'MODE', value: 'batch' },
            ],
            volumeMounts: [{ name: 'scratch', mountPath: '/scratch' }],
            livenessProbe: { httpGet: { path: '/healthz', port: 9090 }, periodSeconds: 15, failureThreshold: 3 },
          } + ports([['metrics', 9090]]) + locked
          + resources({ cpu: '200m', memory: '256Mi' }, { cpu: '2', memory: '1Gi' }),
          {
            name: 'proxy',
            image: 'envoyproxy/envoy:v1.30.1',
            resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '64Mi' } },
          },
        ],
      }),
    },
    service(app, [['metrics', 9090, 9090]]),
    budget(app, { maxUnavailable: 1 }),
    scaler(app, 1, 6, 80) { spec+: { behavior: { scaleDown: { stabilizationWindowSeconds: 300 } } } },
  ];

function(rounds)
  std.flattenArrays([web('' + i) + store('' + i) + worker('' + i) for i in std.range(0, rounds - 1)])
