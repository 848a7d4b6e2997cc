// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// genAIKeys are the keys whose values hold the input and output of generative models, as runs of words: those of the
// semantic conventions for OpenTelemetry (gen_ai.input.messages and its predecessor gen_ai.prompt), of OpenLLMetry
// (gen_ai.prompt.0.content, traceloop.entity.input) and of OpenInference (llm.input_messages, input.value).
// Values of keys that end with a word such as role or type are kept.
var genAIKeys = []string{
	"gen ai input messages", "gen ai output messages", "gen ai system instructions",
	"gen ai tool call arguments", "gen ai tool call result", "gen ai tool message", "gen ai retrieval documents", "gen ai retrieval query",
	"gen ai prompt", "gen ai completion", "gen ai content", "gen ai request instructions", "gen ai evaluation explanation",
	"llm prompts", "llm completions", "llm input messages", "llm output messages", "llm prompt template variables",
	"llm request prompt", "llm response completion", "traceloop entity input", "traceloop entity output", "input value", "output value",
}

// genAIEvents are the names of events whose body holds such input or output.
var genAIEvents = []string{
	"gen_ai.system.message", "gen_ai.user.message", "gen_ai.assistant.message", "gen_ai.tool.message", "gen_ai.choice",
}

// genAIPhrases returns genAIKeys as phrases of the vocabulary.
func genAIPhrases() []phrase {
	var list []phrase
	for _, words := range genAIKeys {
		list = append(list, phrase{words, GenAIContent, certain | wholeLine})
	}
	return list
}

// EventBody returns what the name of an event says about the body of its log record.
func (e *Engine) EventBody(name string) Context {
	if !e.enabled[GenAIContent] || !strings.HasPrefix(name, "gen_ai.") || !isOneOf(name, genAIEvents) {
		return Context{}
	}
	return Context{detector: GenAIContent, flags: certain}
}
