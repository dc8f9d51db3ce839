using Balcao.Contract;

namespace Balcao.Platform.Storage;

/// <summary>Compares ids in the order of the database, so that queries can page by them: older ids are smaller.</summary>
public static class IdOrder
{
    extension<TId>(TId) where TId : struct, IId<TId>
    {
        public static bool operator <(TId left, TId right) => left.Value.CompareTo(right.Value) < 0;

        public static bool operator >(TId left, TId right) => left.Value.CompareTo(right.Value) > 0;
    }
}
