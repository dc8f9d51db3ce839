using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Platform.Storage;

/// <summary>
/// A row with a number of its tenant's own sequence, without a gap and without a double. The unit of work takes the number
/// and writes it with the row: lanes as the last thing before the commit, since the sequence is locked until then.
/// </summary>
public interface INumbered : ITenantOwned
{
    /// <summary>0: not taken yet.</summary>
    long SequenceNumber { get; set; }
}

public static class SequenceMapping
{
    private const string Annotation = "Balcao:Sequence";

    /// <summary>Says which column of an <see cref="INumbered"/> keeps the number, and from which counter it is taken.</summary>
    public static PropertyBuilder<long> IsTakenFrom(this PropertyBuilder<long> builder, string counter) => builder.HasAnnotation(Annotation, counter);

    /// <summary>The counter, for a column that is taken from one.</summary>
    internal static string? CounterOf(IReadOnlyProperty property) => (string?)property.FindAnnotation(Annotation)?.Value;
}
