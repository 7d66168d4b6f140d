--------------------------------- MODULE SVG -------------------------------
(* Pictures of states. The elements are records; the engine refuses to make text or layouts of them. *)
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences
LOCAL INSTANCE TLC

\* An element with its attributes, those in it, and its text.
SVGElem(_name, _attrs, _children, _innerText) ==
  [name |-> _name, attrs |-> _attrs, children |-> _children, innerText |-> _innerText]

\* Shapes.
Line(x1, y1, x2, y2, attrs) ==
  SVGElem("line", [x1 |-> ToString(x1), y1 |-> ToString(y1), x2 |-> ToString(x2), y2 |-> ToString(y2)] @@ attrs, <<>>, "")
Circle(cx, cy, r, attrs) ==
  SVGElem("circle", [cx |-> ToString(cx), cy |-> ToString(cy), r |-> ToString(r)] @@ attrs, <<>>, "")
Rect(x, y, w, h, attrs) ==
  SVGElem("rect", [x |-> ToString(x), y |-> ToString(y), width |-> ToString(w), height |-> ToString(h)] @@ attrs, <<>>, "")
Text(x, y, text, attrs) == SVGElem("text", [x |-> ToString(x), y |-> ToString(y)] @@ attrs, <<>>, text)
Image(x, y, width, height, href, attrs) ==
  SVGElem("image", ("xlink:href" :> href) @@
    [x |-> ToString(x), y |-> ToString(y), width |-> ToString(width), height |-> ToString(height)] @@ attrs, <<>>, "")

\* Groups and documents.
Group(children, attrs) == SVGElem("g", attrs, children, "")
Svg(children, attrs) == SVGElem("svg", attrs, children, "")
SVGDoc(children, vbX, vbY, vbW, vbH, attrs) ==
  Svg(<<children>>, ("viewBox" :> (ToString(vbX) \o " " \o ToString(vbY) \o " " \o ToString(vbW) \o " " \o ToString(vbH))) @@ attrs)

\* Texts, files and layouts.
SVGElemToString(elem) == TRUE
SVGSerialize(svg, frameNamePrefix, frameNumber) == TRUE
NodeOfRingNetwork(cx, cy, r, n, m) == [x |-> 0, y |-> 0]
NodesOfDirectedMultiGraph(nodes, edges, options) == CHOOSE f \in [nodes -> [x : Int, y : Int]] : TRUE

\* The point after one of so many segments of a line.
PointOnLine(from, to, segment) ==
  [x |-> from.x + ((to.x - from.x) \div segment), y |-> from.y + ((to.y - from.y) \div segment)]

=============================================================================
