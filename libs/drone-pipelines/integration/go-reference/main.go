// The Go libraries that Drone's server and runners are made of, behind one line of JSON per question, so that tests can
// compare this library's reading with theirs. Drone's own modules are not used: only what they call.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"

	"github.com/bmatcuk/doublestar"
	"github.com/docker/go-units"
	"github.com/drone/envsubst"
	"gopkg.in/yaml.v2"
)

type question struct {
	Operation string            `json:"operation"`
	Text      string            `json:"text"`
	Schema    *schema           `json:"schema"`
	Pattern   string            `json:"pattern"`
	Values    map[string]string `json:"values"`
}

type answer struct {
	Value any    `json:"value"`
	Error string `json:"error,omitempty"`
}

func main() {
	input := bufio.NewReader(os.Stdin)
	output := json.NewEncoder(os.Stdout)
	output.SetEscapeHTML(false)
	for {
		line, err := input.ReadBytes('\n')
		if err != nil {
			return
		}
		var q question
		if err := json.Unmarshal(line, &q); err != nil {
			panic(err)
		}
		value, err := safely(q)
		a := answer{Value: value}
		if err != nil {
			a.Error = err.Error()
		}
		if err := output.Encode(a); err != nil {
			_ = output.Encode(answer{Error: "cannot encode: " + err.Error()})
		}
	}
}

func safely(q question) (value any, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	switch q.Operation {
	case "split":
		return split(q.Text), nil
	case "decode":
		out := reflect.New(q.Schema.goType())
		err := yaml.Unmarshal([]byte(q.Text), out.Interface())
		return plain(out.Elem()), err
	case "match":
		return doublestar.Match(q.Pattern, q.Text)
	case "substitute":
		return envsubst.Eval(q.Text, func(key string) string {
			value := q.Values[key]
			if strings.Contains(value, "\n") {
				value = fmt.Sprintf("%q", value)
			}
			return value
		})
	}
	return nil, fmt.Errorf("unknown operation %q", q.Operation)
}

// split cuts a file into documents with Go's own line scanner, whose error nobody looks at.
func split(text string) []string {
	documents := []string{}
	open := false
	scanner := bufio.NewScanner(strings.NewReader(text))
	for scanner.Scan() {
		line := scanner.Text()
		separates := strings.HasPrefix(line, "---")
		if separates || !open {
			documents = append(documents, "")
			open = true
		}
		if separates {
			continue
		}
		if strings.HasPrefix(line, "...") {
			break
		}
		documents[len(documents)-1] += line + "\n"
	}
	return documents
}

// schema is the reader's own description of what it decodes, turned into Go types.
type schema struct {
	Type   string             `json:"type"`
	Item   *schema            `json:"item"`
	Value  *schema            `json:"value"`
	Fields map[string]*schema `json:"fields"`
}

func (s *schema) goType() reflect.Type {
	switch s.Type {
	case "string":
		return reflect.TypeOf("")
	case "boolean":
		return reflect.TypeOf(false)
	case "integer":
		return reflect.TypeOf(int64(0))
	case "number":
		return reflect.TypeOf(float64(0))
	case "bytes":
		return reflect.TypeOf(byteSize(0))
	case "variable":
		return reflect.TypeOf(&variable{})
	case "parameter":
		return reflect.TypeOf(&parameter{})
	case "condition":
		return reflect.TypeOf(condition{})
	case "list":
		item := s.Item.goType()
		if item.Kind() == reflect.Struct {
			item = reflect.PointerTo(item)
		}
		return reflect.SliceOf(item)
	case "map":
		return reflect.MapOf(reflect.TypeOf(""), s.Value.goType())
	case "object":
		fields := []reflect.StructField{}
		for key, field := range s.Fields {
			if field.Type == "integerOrObject" || field.Type == "stringOrObject" {
				continue
			}
			fields = append(fields, reflect.StructField{
				Name: fmt.Sprintf("F%x", key),
				Type: field.goType(),
				Tag:  reflect.StructTag(fmt.Sprintf("yaml:%q json:%q", key, key)),
			})
		}
		return reflect.StructOf(fields)
	}
	return reflect.TypeOf((*any)(nil)).Elem()
}

type byteSize int64

func (b *byteSize) UnmarshalYAML(unmarshal func(any) error) error {
	var number int64
	if unmarshal(&number) == nil {
		*b = byteSize(number)
		return nil
	}
	var text string
	if err := unmarshal(&text); err != nil {
		return err
	}
	size, err := units.RAMInBytes(text)
	*b = byteSize(size)
	return err
}

type variable struct {
	text, secret string
}

func (v *variable) UnmarshalYAML(unmarshal func(any) error) error {
	if unmarshal(&v.text) == nil {
		return nil
	}
	var object struct {
		Value  string
		Secret string `yaml:"from_secret"`
	}
	err := unmarshal(&object)
	v.text, v.secret = object.Value, object.Secret
	return err
}

type parameter struct {
	value  any
	secret string
}

func (p *parameter) UnmarshalYAML(unmarshal func(any) error) error {
	var object struct {
		Secret string `yaml:"from_secret"`
	}
	if unmarshal(&object) == nil && object.Secret != "" {
		p.secret = object.Secret
		return nil
	}
	return unmarshal(&p.value)
}

type condition struct {
	include, exclude []string
}

func (c *condition) UnmarshalYAML(unmarshal func(any) error) error {
	var text string
	if unmarshal(&text) == nil {
		c.include = []string{text}
		return nil
	}
	var texts []string
	var object struct{ Include, Exclude []string }
	_ = unmarshal(&texts)
	_ = unmarshal(&object)
	c.exclude = object.Exclude
	c.include = append(object.Include, texts...)
	return nil
}

// plain turns a decoded value into what JSON can say, leaving out zero values: Drone cannot tell them from absent ones.
func plain(v reflect.Value) any {
	if !v.IsValid() {
		return nil
	}
	switch value := v.Interface().(type) {
	case condition:
		out := map[string]any{}
		if len(value.include) > 0 {
			out["include"] = value.include
		}
		if len(value.exclude) > 0 {
			out["exclude"] = value.exclude
		}
		return orNil(out)
	case *variable:
		if value == nil {
			return nil
		}
		if value.secret != "" {
			return map[string]any{"from_secret": value.secret}
		}
		return value.text
	case *parameter:
		if value == nil {
			return nil
		}
		if value.secret != "" {
			return map[string]any{"from_secret": value.secret}
		}
		return anyValue(value.value)
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return nil
		}
		return plain(v.Elem())
	case reflect.Struct:
		out := map[string]any{}
		for i := 0; i < v.NumField(); i++ {
			if field := plain(v.Field(i)); field != nil {
				out[v.Type().Field(i).Tag.Get("json")] = field
			}
		}
		return orNil(out)
	case reflect.Map:
		out := map[string]any{}
		for _, key := range v.MapKeys() {
			if item := plain(v.MapIndex(key)); item != nil {
				out[key.String()] = item
			} else if v.Type().Elem().Kind() == reflect.String {
				out[key.String()] = ""
			}
		}
		return orNil(out)
	case reflect.Slice:
		out := []any{}
		for i := 0; i < v.Len(); i++ {
			item := plain(v.Index(i))
			if item == nil && v.Index(i).Kind() == reflect.String {
				item = ""
			}
			out = append(out, item)
		}
		if len(out) == 0 {
			return nil
		}
		return out
	}
	if v.IsZero() {
		return nil
	}
	return v.Interface()
}

func orNil(out map[string]any) any {
	if len(out) == 0 {
		return nil
	}
	return out
}

// anyValue gives the maps of go-yaml keys that JSON can write, and marks numbers that JSON cannot.
func anyValue(value any) any {
	switch value := value.(type) {
	case map[any]any:
		out := map[string]any{}
		for key, item := range value {
			out[fmt.Sprint(key)] = anyValue(item)
		}
		return out
	case []any:
		out := []any{}
		for _, item := range value {
			out = append(out, anyValue(item))
		}
		return out
	case float64:
		if encoded, err := json.Marshal(value); err == nil && !bytes.Equal(encoded, nil) {
			return value
		}
		return fmt.Sprint(value)
	}
	return value
}
