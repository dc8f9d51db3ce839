using System.Globalization;
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

/// <summary>
/// A new row whose text names the number of another new row (decision 0032). Until the number is taken, the text has
/// <see cref="NumberInText.ToCome"/> in its place; whoever takes the number puts it in, on PostgreSQL a statement of the commit.
/// </summary>
public interface INamesNumber : ITenantOwned
{
    /// <summary>Null: the text is complete, as nearly always.</summary>
    INumbered? Named { get; }

    string? Text { get; set; }
}

public static class NumberInText
{
    /// <summary>Stands for a number that is not taken yet. No sequence reaches it, and no text contains it by chance.</summary>
    public const long ToCome = long.MinValue;

    /// <summary><see cref="ToCome"/> as texts have it.</summary>
    public static string Mark { get; } = ToCome.ToString(CultureInfo.InvariantCulture);

    /// <summary>Completes the texts of those rows whose numbers are taken.</summary>
    internal static void Fill(IEnumerable<object> rows)
    {
        foreach (var row in rows)
            if (row is INamesNumber { Named.SequenceNumber: not 0 and var number } names)
                names.Text = names.Text?.Replace(Mark, number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }
}

public static class SequenceMapping
{
    private const string Annotation = "Balcao:Sequence";

    /// <summary>Declares which column of an <see cref="INumbered"/> stores the number, and from which counter it is taken.</summary>
    public static PropertyBuilder<long> IsTakenFrom(this PropertyBuilder<long> builder, string counter) => builder.HasAnnotation(Annotation, counter);

    /// <summary>The name of the counter, for a column numbered by one.</summary>
    internal static string? CounterOf(IReadOnlyProperty property) => (string?)property.FindAnnotation(Annotation)?.Value;
}
