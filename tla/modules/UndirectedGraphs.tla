------------------------- MODULE UndirectedGraphs --------------------------
(* Undirected graphs, as records of a set of nodes and a set of edges, which are sets of one or two nodes. *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences
LOCAL INSTANCE FiniteSets

\* Whether G is an undirected graph.
IsUndirectedGraph(G) ==
  /\ G = [node |-> G.node, edge |-> G.edge]
  /\ \A e \in G.edge : \E a \in G.node, b \in G.node : e = {a, b}

\* Whether G is an undirected graph in which no edge joins a node to itself.
IsLoopFreeUndirectedGraph(G) == IsUndirectedGraph(G) /\ \A e \in G.edge : Cardinality(e) = 2

\* The graphs of some nodes and some edges of G.
UndirectedSubgraph(G) ==
  {H \in [node : SUBSET G.node, edge : SUBSET G.edge] : IsUndirectedGraph(H)}

\* The sequences of nodes of which each is joined to the next.
Path(G) ==
  {p \in Seq(G.node) : p # <<>> /\ \A i \in 1..Len(p) - 1 : {p[i], p[i + 1]} \in G.edge}

\* The paths that visit no node twice.
SimplePath(G) ==
  {p \in UNION {[1..n -> G.node] : n \in 1..Cardinality(G.node)} :
     /\ Cardinality({p[i] : i \in DOMAIN p}) = Len(p)
     /\ \A i \in 1..Len(p) - 1 : {p[i], p[i + 1]} \in G.edge}

\* The nodes that can be reached from those of S.
RECURSIVE Reached(_, _)
LOCAL Reached(S, G) ==
  LET T == S \cup {b \in G.node : \E a \in S : {a, b} \in G.edge} IN IF T = S THEN S ELSE Reached(T, G)

\* Whether there is a path from m to n.
AreConnectedIn(m, n, G) == n \in Reached({m}, G)

\* The largest sets of nodes that are connected with one another.
ConnectedComponents(G) == {Reached({n}, G) : n \in G.node}

\* Whether all nodes are connected.
IsStronglyConnected(G) == ConnectedComponents(G) = {G.node}

\* All graphs that have S as their nodes.
UndirectedGraphs(S) == [node : {S}, edge : SUBSET {{a, b} : a \in S, b \in S}]

=============================================================================
