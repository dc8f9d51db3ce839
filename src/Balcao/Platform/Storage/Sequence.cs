using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Platform.Storage;

/// <summary>
/// A row with a number from its tenant's sequence, unique and without gaps. The unit of work takes the number and writes it with
/// the row; in lanes this is the last step before the commit, because the sequence is locked until then.
/// </summary>
public interface INumbered : ITenantOwned
{
    /// <summary>0 if not assigned yet.</summary>
    long SequenceNumber { get; set; }
}

public static class SequenceMapping
{
    private const string Annotation = "Balcao:Sequence";

    /// <summary>Declares which column of an <see cref="INumbered"/> stores the number, and from which counter it is taken.</summary>
    public static PropertyBuilder<long> IsTakenFrom(this PropertyBuilder<long> builder, string counter) => builder.HasAnnotation(Annotation, counter);

    /// <summary>The name of the counter, for a column numbered by one.</summary>
    internal static string? CounterOf(IReadOnlyProperty property) => (string?)property.FindAnnotation(Annotation)?.Value;
}
