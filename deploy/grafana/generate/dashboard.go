// SPDX-License-Identifier: Apache-2.0

package main

// object is one of Grafana's JSON model.
type object = map[string]any

// The uids of deploy/grafana/provisioning/datasources.
const (
	prometheus = "prometheus"
	loki       = "loki"
)

// columns is the width of a dashboard.
const columns = 24

type dashboard struct {
	uid         string
	title       string
	description string
	variables   []object
	rows        []row
}

// row is a headline, and under it panels side by side, which share the width.
type row struct {
	title  string
	height int
	panels []panel
}

type panel struct {
	title       string
	description string
	kind        string // the type of Grafana's visualization
	unit        string
	width       int // of 24 columns; 0: an even share of the row
	queries     []query
	options     object
	custom      object // of fieldConfig.defaults
	overrides   []object
	transforms  []object
	links       []object
}

type query struct {
	expr      string
	legend    string
	logs      bool // for Loki in place of Prometheus
	instant   bool // the value at the end of the time range
	table     bool
	heatmap   bool
	exemplars bool // only the exemplars of its series are drawn
}

func (d dashboard) model() object {
	var panels []object
	y, id := 0, 0
	next := func() int { id++; return id }
	for _, r := range d.rows {
		panels = append(panels, object{
			"id": next(), "type": "row", "title": r.title, "collapsed": false, "panels": []object{},
			"gridPos": object{"x": 0, "y": y, "w": columns, "h": 1},
		})
		y++
		x := 0
		for _, p := range r.panels {
			width := p.width
			if width == 0 {
				width = columns / len(r.panels)
			}
			model := p.model()
			model["id"] = next()
			model["gridPos"] = object{"x": x, "y": y, "w": width, "h": r.height}
			panels = append(panels, model)
			x += width
		}
		y += r.height
	}
	return object{
		"uid":           d.uid,
		"title":         d.title,
		"description":   d.description,
		"tags":          []string{"faultline"},
		"schemaVersion": 41,
		"editable":      false,
		"graphTooltip":  1, // one crosshair for all panels
		"refresh":       "10s",
		"time":          object{"from": "now-30m", "to": "now"},
		"timezone":      "",
		"templating":    object{"list": d.variables},
		"annotations":   object{"list": []object{alertAnnotations()}},
		"links": []object{{
			"type": "dashboards", "title": "Faultline", "tags": []string{"faultline"},
			"asDropdown": false, "includeVars": true, "keepTime": true,
		}},
		"panels": panels,
	}
}

// alertAnnotations marks the time in which alerts fired.
func alertAnnotations() object {
	return object{
		"name": "Alerts", "enable": true, "iconColor": "red", "datasource": source(prometheus),
		"expr": `ALERTS{alertstate="firing"}`, "titleFormat": "{{alertname}}", "textFormat": "{{service}}{{instance}}", "step": "15s",
	}
}

func source(uid string) object { return object{"type": uid, "uid": uid} }

func (p panel) model() object {
	var targets []object
	uid := prometheus
	overrides := p.overrides
	for i, q := range p.queries {
		refID := string(rune('A' + i))
		targets = append(targets, q.model(refID))
		if q.logs {
			uid = loki
		}
		if q.exemplars {
			overrides = append(overrides, object{
				"matcher":    object{"id": "byFrameRefID", "options": refID},
				"properties": []object{{"id": "custom.hideFrom", "value": object{"legend": true, "tooltip": true, "viz": true}}},
			})
		}
	}
	if overrides == nil {
		overrides = []object{}
	}
	defaults := object{"unit": p.unit, "noValue": "none"}
	if p.custom != nil {
		defaults["custom"] = p.custom
	}
	if p.links != nil {
		defaults["links"] = p.links
	}
	model := object{
		"type": p.kind, "title": p.title, "description": p.description,
		"datasource":  source(uid),
		"targets":     targets,
		"fieldConfig": object{"defaults": defaults, "overrides": overrides},
		"options":     p.options,
	}
	if p.transforms != nil {
		model["transformations"] = p.transforms
	}
	return model
}

func (q query) model(refID string) object {
	model := object{"refId": refID, "expr": q.expr, "legendFormat": q.legend, "editorMode": "code"}
	if q.logs {
		model["datasource"] = source(loki)
		model["queryType"] = "range"
		if q.instant {
			model["queryType"] = "instant"
		}
		return model
	}
	model["datasource"] = source(prometheus)
	model["range"], model["instant"] = !q.instant, q.instant
	model["exemplar"] = q.exemplars
	switch {
	case q.table:
		model["format"] = "table"
	case q.heatmap:
		model["format"] = "heatmap"
	default:
		model["format"] = "time_series"
	}
	return model
}

// graph is a panel of lines over time.
func graph(title, description, unit string, queries ...query) panel {
	return panel{
		title: title, description: description, kind: "timeseries", unit: unit, queries: queries,
		custom: object{"fillOpacity": 8, "lineWidth": 1, "showPoints": "never", "spanNulls": 60000},
		options: object{
			"legend":  object{"displayMode": "list", "placement": "bottom", "showLegend": true},
			"tooltip": object{"mode": "multi", "sort": "desc"},
		},
	}
}

// number is a panel of the latest value.
func number(title, description, unit string, q query) panel {
	return panel{
		title: title, description: description, kind: "stat", unit: unit, queries: []query{q},
		options: object{
			"colorMode": "none", "graphMode": "area", "justifyMode": "auto", "textMode": "auto",
			"reduceOptions": object{"calcs": []string{"lastNotNull"}, "fields": "", "values": false},
		},
	}
}

// bars is a panel with a bar for each series.
func bars(title, description, unit string, q query) panel {
	q.instant = true
	return panel{
		title: title, description: description, kind: "bargauge", unit: unit, queries: []query{q},
		options: object{
			"displayMode": "basic", "orientation": "horizontal", "showUnfilled": true, "valueMode": "text",
			"reduceOptions": object{"calcs": []string{"lastNotNull"}, "fields": "", "values": false},
		},
	}
}

// table is a panel with a line for each series of queries that share their labels, the largest value of
// one column first.
func table(title, description, sortBy string, queries ...query) panel {
	for i := range queries {
		queries[i].instant, queries[i].table = true, true
	}
	return panel{
		title: title, description: description, kind: "table", unit: "short", queries: queries,
		options:    object{"showHeader": true, "cellHeight": "sm", "sortBy": []object{{"displayName": sortBy, "desc": true}}},
		transforms: []object{{"id": "merge", "options": object{}}},
	}
}

// lines is a panel of log lines.
func lines(title, description, expr string) panel {
	return panel{
		title: title, description: description, kind: "logs", unit: "short",
		queries: []query{{expr: expr, logs: true}},
		options: object{"showTime": true, "wrapLogMessage": true, "enableLogDetails": true, "sortOrder": "Descending", "dedupStrategy": "none"},
	}
}

// rename gives a column of a table, which is called by the letter of its query, a name, a unit and links.
func rename(field, name, unit string, links ...object) object {
	properties := []object{{"id": "displayName", "value": name}, {"id": "unit", "value": unit}}
	if len(links) > 0 {
		properties = append(properties, object{"id": "links", "value": links})
	}
	return object{"matcher": object{"id": "byName", "options": field}, "properties": properties}
}

// hide leaves a column of a table out.
func hide(fields ...string) object {
	excluded := object{}
	for _, field := range fields {
		excluded[field] = true
	}
	return object{"id": "organize", "options": object{"excludeByName": excluded}}
}

// choice is a variable with the values that a label has in a metric, one, some or all.
func choice(name, label, metric string) object {
	expr := "label_values(" + metric + ", " + label + ")"
	return object{
		"name": name, "label": name, "type": "query", "datasource": source(prometheus),
		"query": object{"query": expr, "refId": name}, "definition": expr,
		"refresh": 2, "sort": 1, "multi": true, "includeAll": true, "allValue": ".+",
		"current": object{"text": []string{"All"}, "value": []string{"$__all"}},
	}
}
