package semantic

// scope is what names stand for somewhere: those declared here, then those of the scope around it.
type scope struct {
	outer   *scope
	names   map[string]entry
	order   []string           // of names, as they were declared
	modules map[string]*Module // inner modules; nil if there is none
}

// entry is what a name stands for in a scope. A local entry is not seen by modules that extend or instantiate the module of the scope.
type entry struct {
	object *Object
	local  bool
}

func newScope(outer *scope) *scope { return &scope{outer: outer, names: map[string]entry{}} }

// universe has the operators of the language itself.
var universe = builtins()

// lookup returns what a name stands for, or nil.
func (s *scope) lookup(name string) *Object {
	for ; s != nil; s = s.outer {
		if e, ok := s.names[name]; ok {
			return e.object
		}
	}
	return universe[name]
}

// has reports that o is declared here.
func (s *scope) has(o *Object) bool {
	if e, ok := s.names[o.Name]; ok && e.object == o {
		return true
	}
	return false
}

// add declares a name whatever it stood for.
func (s *scope) add(name string, o *Object, local bool) {
	if _, ok := s.names[name]; !ok {
		s.order = append(s.order, name)
	}
	s.names[name] = entry{o, local}
}

// module returns the inner module of a name, or nil.
func (s *scope) module(name string) *Module {
	for ; s != nil; s = s.outer {
		if m := s.modules[name]; m != nil {
			return m
		}
	}
	return nil
}

// addModule declares an inner module.
func (s *scope) addModule(m *Module) {
	if s.modules == nil {
		s.modules = map[string]*Module{}
	}
	s.modules[m.Name] = m
}

// each calls f for each name that can be seen, inner ones first, builtin ones last and in no order.
func (s *scope) each(f func(name string, o *Object)) {
	for ; s != nil; s = s.outer {
		for _, name := range s.order {
			f(name, s.names[name].object)
		}
	}
	for name, o := range universe {
		f(name, o)
	}
}
