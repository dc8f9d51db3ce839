namespace Balcao.Contract;

/// <summary>Where a text with variables is said; it decides which variables the text may have.</summary>
public enum VariableContext { Group, OutsideHours, Macro }
