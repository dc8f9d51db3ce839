using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Balcao.Tests.Architecture;

/// <summary>One use of a type in compiled code.</summary>
/// <param name="Where">The type, and the member if there is one, that uses it.</param>
sealed record CompiledReference(TypeDefinition From, TypeReference To, string Where);

/// <summary>
/// Reads a type's dependencies from compiled code: its bases, members, attributes and method bodies, including those of the
/// types that the compiler nests in it (lambdas, iterators, async methods). Constants and <c>nameof</c> are not visible there.
/// </summary>
static class CompiledReferences
{
    public static IEnumerable<CompiledReference> Of(TypeDefinition type)
    {
        foreach (var reference in OfHead(type)) yield return new(type, reference, type.FullName);
        foreach (var member in Members(type))
            foreach (var reference in member.References)
                yield return new(type, reference, $"{type.FullName}.{member.Name}");
        foreach (var nested in type.NestedTypes)
            foreach (var reference in Of(nested))
                yield return reference with { From = type };
    }

    static IEnumerable<TypeReference> OfHead(TypeDefinition type) => Unfold(
    [
        type.BaseType,
        .. type.Interfaces.Select(implemented => implemented.InterfaceType),
        .. type.Interfaces.SelectMany(OfAttributes),
        .. OfParameters(type),
        .. OfAttributes(type),
    ]);

    static IEnumerable<(string Name, IEnumerable<TypeReference> References)> Members(TypeDefinition type) =>
    [
        .. type.Fields.Select(field => (field.Name, Unfold([field.FieldType, .. OfAttributes(field)]))),
        .. type.Properties.Select(property => (property.Name, Unfold([property.PropertyType, .. OfAttributes(property)]))),
        .. type.Events.Select(raised => (raised.Name, Unfold([raised.EventType, .. OfAttributes(raised)]))),
        .. type.Methods.Select(method => (method.Name, Unfold(OfMethod(method)))),
    ];

    static IEnumerable<TypeReference?> OfMethod(MethodDefinition method) =>
    [
        method.ReturnType,
        .. OfAttributes(method.MethodReturnType),
        .. method.Parameters.SelectMany(parameter => (TypeReference?[])[parameter.ParameterType, .. OfAttributes(parameter)]),
        .. OfParameters(method),
        .. OfAttributes(method),
        .. method.HasBody ? OfBody(method.Body) : [],
    ];

    static IEnumerable<TypeReference?> OfBody(MethodBody body) =>
    [
        .. body.Variables.Select(local => local.VariableType),
        .. body.ExceptionHandlers.Select(handler => handler.CatchType),
        .. body.Instructions.SelectMany(instruction => OfOperand(instruction.Operand)),
    ];

    static IEnumerable<TypeReference?> OfOperand(object? operand) => operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod generic => [.. generic.GenericArguments, .. OfOperand(generic.ElementMethod)],
        MethodReference method => [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(p => p.ParameterType)],
        CallSite call => [call.ReturnType, .. call.Parameters.Select(p => p.ParameterType)],
        _ => [],
    };

    static IEnumerable<TypeReference?> OfParameters(IGenericParameterProvider generic) => generic.GenericParameters
        .SelectMany(parameter => (TypeReference?[])
        [
            .. parameter.Constraints.Select(constraint => constraint.ConstraintType),
            .. OfAttributes(parameter),
        ]);

    static IEnumerable<TypeReference?> OfAttributes(ICustomAttributeProvider attributed) => attributed.CustomAttributes
        .SelectMany(attribute => (TypeReference?[])
        [
            attribute.AttributeType,
            .. attribute.ConstructorArguments.SelectMany(OfArgument),
            .. attribute.Properties.SelectMany(property => OfArgument(property.Argument)),
            .. attribute.Fields.SelectMany(field => OfArgument(field.Argument)),
        ]);

    static IEnumerable<TypeReference?> OfArgument(CustomAttributeArgument argument) => argument.Value switch
    {
        TypeReference type => [argument.Type, type],
        CustomAttributeArgument boxed => OfArgument(boxed),
        CustomAttributeArgument[] items => items.SelectMany(OfArgument),
        _ => [argument.Type],
    };

    /// <summary>For example, List&lt;Chat[]&gt; is a use of List and of Chat.</summary>
    static IEnumerable<TypeReference> Unfold(IEnumerable<TypeReference?> types) => types.SelectMany(Unfold).Distinct();

    static IEnumerable<TypeReference> Unfold(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => [.. generic.GenericArguments.SelectMany(Unfold), .. Unfold(generic.ElementType)],
        RequiredModifierType modified => [.. Unfold(modified.ModifierType), .. Unfold(modified.ElementType)],
        OptionalModifierType modified => [.. Unfold(modified.ModifierType), .. Unfold(modified.ElementType)],
        FunctionPointerType pointer => [.. Unfold(pointer.ReturnType), .. pointer.Parameters.SelectMany(p => Unfold(p.ParameterType))],
        TypeSpecification wrapped => Unfold(wrapped.ElementType),
        _ => [type],
    };
}
