package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/tenet-go/tenet/tla/config"
	"github.com/tenet-go/tenet/tla/eval"
	"github.com/tenet-go/tenet/tla/modules"
)

// single notes that only one engine can check the model, so that nothing can be compared.
func (r *specReport) single(why string) {
	r.Outcome, r.ExitCode, r.Why = outcomeSingle, exitSpecOther, why
}

// unsupported reports whether an evaluation failed because the engine go cannot do what it takes.
func unsupported(err error) bool {
	var failed *eval.Error
	return errors.As(err, &failed) && failed.Kind == eval.Unsupported
}

// unnamed says what is checked of a program whose configuration names no invariant and no property.
func unnamed(p *eval.Program) string {
	var all []string
	if p.CheckDeadlock {
		all = append(all, "deadlock")
	}
	if len(p.Assumptions) > 0 {
		all = append(all, "assumptions")
	}
	if len(all) == 0 {
		return "the configuration names nothing to check"
	}
	return "nothing but " + strings.Join(all, " and ")
}

// beyondTLC returns the keywords of a configuration that TLC 2.18 has not.
func beyondTLC(c *config.Config) (keywords []string) {
	if c.Postcondition != nil {
		keywords = append(keywords, "POSTCONDITION")
	}
	if c.Alias != nil {
		keywords = append(keywords, "ALIAS")
	}
	return keywords
}

// How TLC says that it has not a module, a keyword, an operator in Unicode.
var (
	missingModule = regexp.MustCompile(`Cannot find source file for module (\w+)`)
	noKeyword     = regexp.MustCompile(`found an error in the configuration file at line \d+\s+It was expecting a keyword`)
	noUnicode     = regexp.MustCompile(`Lexical error at .*Encountered: "\\u`)
)

// unreadable says why TLC cannot read a model that the engine go has checked, or nothing if that is not so.
func (r *specReport) unreadable(o *opinion) string {
	if o.Outcome != outcomeFailed || o.ExitCode == r.ExitCode {
		return ""
	}
	if m := missingModule.FindStringSubmatch(o.Text); m != nil {
		if _, known := modules.Find(m[1]); known {
			return "TLC has no module " + m[1]
		}
	}
	if noUnicode.MatchString(o.Text) {
		return "TLC has no operators in Unicode"
	}
	if len(r.beyondTLC) > 0 && noKeyword.MatchString(o.Text) {
		return fmt.Sprintf("TLC has no %s in configurations", strings.Join(r.beyondTLC, " and no "))
	}
	return ""
}
