// Package timing is when a task or a subscription runs, which the two products
// say in different ways: on a schedule of Tableau Server, or at a frequency of
// its own on Tableau Cloud. It has the two attributes, and what is checked of
// them at plan and at apply.
package timing
